import type { RunningPeer } from '#test/processes/running-peer';
import { Stage } from './stage.ts';
import { makeWallet, mineOne, pay } from './wallet-steps.ts';

const COIN = 100_000_000;
/** What issue and page promise a newcomer, on a machine that is as busy as it likes. */
const FIRST_MINUTE_MS = 60_000;

describe('a newcomer on a network of three', () => {
  let stage: Stage;
  let one: RunningPeer;
  let two: RunningPeer;
  let three: RunningPeer;
  let payee: string;

  beforeAll(async () => {
    stage = await Stage.open();
    [one, two, three] = await stage.threePeers();
    payee = await two.makeWallet();
  }, 120_000);

  afterEach(async () => expect(await stage.complaints()).toEqual([]));
  afterAll(() => stage.close());

  it('comes from the link to coins sent to another peer in under a minute', async () => {
    const startedMs = performance.now();
    const visitor = await stage.visitor(one);
    const words = await makeWallet(visitor);
    expect(words.join(' ')).toMatch(/^([a-z]+ ){11}[a-z]+$/);
    await mineOne(visitor);
    await visitor.part('Wallet').getByText('50 cheesecoin').waitFor();
    await pay(visitor, { recipient: payee, amount: '1.5' });
    expect(performance.now() - startedMs).toBeLessThan(FIRST_MINUTE_MS);
  }, 120_000);

  it('sees on the page of another peer, without a reload, what happens on the first', async () => {
    const here = await stage.visitor(one);
    const there = await stage.visitor(two);
    await there.sees(/cheeses? on the/);
    const opened = await there.page.evaluate('performance.timeOrigin');
    await pay(here, { recipient: payee, amount: '0.25', memo: 'seen from afar' });
    const wallet = there.part('Wallet');
    await there.sees('on the way to you', wallet);
    await mineOne(here);
    await there.sees(/^2 cheeses on the/);
    await wallet.getByText('1.75 cheesecoin').waitFor();
    expect(await there.page.evaluate('performance.timeOrigin')).toBe(opened);
  }, 120_000);

  it('follows a payment from open to confirmed, and its confirmations as they grow', async () => {
    const visitor = await stage.visitor(one);
    const card = visitor.part('Wallet');
    await pay(visitor, { recipient: payee, amount: '2' });
    await visitor.sees('Waiting for the next cheese', card);
    await visitor.press('Make that cheese now', card);
    await visitor.sees('It has arrived', card);
    await visitor.sees('1 confirmation', card);
    // Somebody else's cheeses count as well.
    await three.mine(2, payee);
    await visitor.sees('3 confirmations', card);
    await visitor.page.getByRole('link', { name: 'See the transaction' }).click();
    await visitor.page.getByRole('heading', { name: 'Transaction', level: 1 }).waitFor();
    await visitor.sees('3 confirmations');
    await three.mine(1, payee);
    await visitor.sees('4 confirmations');
    expect(await two.balanceOf(payee)).toBeGreaterThan(153 * COIN);
  }, 120_000);

  it('sends with the keyboard alone', async () => {
    const visitor = await stage.visitor(one);
    const { keyboard } = visitor.page;
    await visitor.part('Wallet').getByText('Your address').waitFor();
    await visitor.tabTo('Send');
    await keyboard.press('Enter');
    await visitor.tabTo('To');
    await keyboard.type(payee);
    await visitor.tabTo(/^Amount in cheesecoin/);
    await keyboard.type('0.5');
    await visitor.tabTo('Review');
    await keyboard.press('Enter');
    await visitor.tabTo('Send now');
    await keyboard.press('Enter');
    await visitor.sees('On its way');
    await visitor.tabTo('Make that cheese now');
    await keyboard.press('Enter');
    await visitor.sees('1 confirmation', visitor.part('Wallet'));
  }, 120_000);
});
