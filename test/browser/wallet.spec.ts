import { testAddress } from '#test/keys';
import { eventually, type RunningPeer } from '#test/processes/running-peer';
import { Stage } from './stage.ts';
import { fillPayment, makeWallet, mineOne, pay } from './wallet-steps.ts';

const PASSWORD = 'a rind of wax';
const DEADLINE_MS = 30_000;

describe('a wallet on the page', () => {
  let stage: Stage;
  let one: RunningPeer;
  let two: RunningPeer;

  beforeAll(async () => {
    stage = await Stage.open();
    const settings = { CHEESE_TRACKERS: (await stage.network.tracker()).tcp };
    [one, two] = await Promise.all([stage.network.peer('one', settings), stage.network.peer('two', settings)]);
    await one.makeWallet();
    await one.mine(1);
    await eventually(async () => (await two.chain()).height === 1, DEADLINE_MS);
  }, 120_000);

  afterEach(async () => expect(await stage.complaints()).toEqual([]));
  afterAll(() => stage.close());

  it('pays once when the answer was lost, the page was loaded anew, and the payment was sent again', async () => {
    let answersLost = 0;
    const visitor = await stage.visitor(one, {
      expected: [/net::ERR_FAILED/],
      before: (page) =>
        void page.route('**/v1/wallet/transactions', async (route) => {
          if (answersLost > 0) return route.continue();
          answersLost += 1;
          await route.fetch();
          return route.abort();
        }),
    });
    const card = visitor.part('Wallet');
    await fillPayment(visitor, { recipient: testAddress(7), amount: '3' });
    await visitor.press('Review', card);
    await visitor.press('Send now', card);
    await visitor.sees('Whether it went through is not known yet', card);
    await visitor.page.reload();
    await visitor.press('Send it again', card);
    await visitor.sees('On its way', card);
    expect((await one.chain()).openTransactions).toBe(1);
  }, 120_000);

  it('goes on following a payment when its owner comes back from another view', async () => {
    const visitor = await stage.visitor(one);
    await pay(visitor, { recipient: testAddress(7), amount: '1' });
    await visitor.page.getByRole('link', { name: 'See the transaction' }).click();
    await visitor.page.getByRole('heading', { name: 'Transaction', level: 1 }).waitFor();
    await visitor.go('#/');
    await visitor.sees('Waiting for the next cheese', visitor.part('Wallet'));
    await visitor.press('Make that cheese now');
    await visitor.sees('It has arrived', visitor.part('Wallet'));
  }, 120_000);

  it('proves in the browser that the payment is in its cheese, up to the smell of the header', async () => {
    const visitor = await stage.visitor(one);
    await visitor.go('#/block/tip');
    await visitor.sees('Your browser hashed the');
    await visitor.page
      .getByRole('region', { name: /payments? inside/ })
      .locator('a[title^="Transaction"]')
      .first()
      .click();
    await visitor.press('Check the proof');
    await visitor.sees('in the header of', visitor.part('Is it really in there?'));
    await visitor.sees('work went into it', visitor.part('Is it really in there?'));
  }, 120_000);

  it('is told when a proof does not lead to the header', async () => {
    const visitor = await stage.visitor(one, {
      before: (page) =>
        void page.route('**/proof', async (route) => {
          const answer = await route.fetch();
          await route.fulfill({ json: { ...(await answer.json()), branch: ['ab'.repeat(32)] } });
        }),
    });
    await visitor.go('#/block/tip');
    await visitor.page
      .getByRole('region', { name: /payments? inside/ })
      .locator('a[title^="Transaction"]')
      .first()
      .click();
    await visitor.press('Check the proof');
    await visitor.sees('the proof does not hold');
  }, 120_000);

  it('shows the name that was given to an address wherever the address stood', async () => {
    const visitor = await stage.visitor(one);
    await visitor.go(`#/address/${testAddress(7)}`);
    await visitor.page.getByLabel('Your label for it').fill('Old Gouda');
    await visitor.press('Save label');
    await visitor.page.getByRole('heading', { name: 'Old Gouda', level: 1 }).waitFor();
    await visitor.page.reload();
    await visitor.go('#/block/tip');
    await visitor.sees('Old Gouda');
    await visitor.go('#/');
    await visitor.press('Send', visitor.part('Wallet'));
    await visitor.press(/Old Gouda/, visitor.part('Wallet'));
    await visitor.sees('The checksum fits: Old Gouda', visitor.part('Wallet'));
  }, 120_000);

  it('is locked, refuses a wrong password, opens for a time, and tells its words again', async () => {
    const visitor = await stage.visitor(two, { expected: [/status of 403/] });
    const card = visitor.part('Wallet');
    await visitor.page.getByText('Protect it with a password').click();
    await visitor.page.getByLabel('Password').fill(PASSWORD);
    const words = await makeWallet(visitor);
    await visitor.press('Safety', card);
    await visitor.press('Lock now', card);
    await card.getByLabel('The wallet is locked. Its password:').fill('a rind of paper');
    await visitor.press('Unlock', card);
    await visitor.sees('That is not the password', card);
    await card.getByLabel('Keep it open for').selectOption('5 minutes');
    await card.getByLabel('The wallet is locked. Its password:').fill(PASSWORD);
    await visitor.press('Unlock', card);
    await visitor.press('Safety', card);
    await visitor.sees(/locks by itself in 4 min/, card);
    await card.getByLabel("The wallet's password").fill(PASSWORD);
    await visitor.press('Show the words', card);
    const list = card.getByRole('list', { name: 'Secret words' });
    await list.waitFor();
    const shown = await list.getByRole('listitem').allTextContents();
    expect(shown.map((item) => item.replace(/[^a-z]/g, ''))).toEqual(words);
  }, 120_000);

  it('offers a newcomer the wallets of other pages on this machine', async () => {
    const visitor = await stage.visitor(two, { expected: [/^request to elsewhere/] });
    const other = await visitor.page.context().newPage();
    await other.goto(`${one.http}/#token=${one.token}`);
    await other.getByText('Your address').waitFor();
    await visitor.page.bringToFront();
    await visitor.page.reload();
    const card = visitor.part('Wallet');
    await visitor.press('Send', card);
    await visitor.sees('There is nothing to spend yet', card);
    await visitor.press('Make a cheese now', card);
    await visitor.press(/its page is open on this machine/, card);
    await visitor.sees('The checksum fits', card);
    await mineOne(visitor);
  }, 120_000);
});
