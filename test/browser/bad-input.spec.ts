import { testAddress } from '#test/keys';
import type { RunningPeer } from '#test/processes/running-peer';
import { Stage } from './stage.ts';
import { payWithMemo } from './story.ts';
import { fillPayment } from './wallet-steps.ts';

const COIN = 100_000_000;
const RIGHT_TO_LEFT_OVERRIDE = '\u202e';
const EMOJI = '🧀'.repeat(64);

describe('what people and strangers type', () => {
  let stage: Stage;
  let peer: RunningPeer;
  let own: string;

  beforeAll(async () => {
    stage = await Stage.open();
    peer = await stage.network.peer('one');
    own = await peer.makeWallet();
    await peer.mine(1);
  }, 120_000);

  afterEach(async () => expect(await stage.complaints()).toEqual([]));
  afterAll(() => stage.close());

  it('an amount or a recipient that cannot be right is told beside the field, and nothing is sent', async () => {
    const visitor = await stage.visitor(peer);
    const card = visitor.part('Wallet');
    const good = { recipient: testAddress(1), amount: '1.5' };
    const wrong = [
      [{ ...good, amount: '1e9' }, /in digits/],
      [{ ...good, amount: '0.000000001' }, /smallest piece/],
      [{ ...good, amount: '-1' }, /no sign/],
      [{ ...good, amount: '1,5' }, /Use a point/],
      [{ ...good, amount: '50' }, /more than you can spend/],
      [{ ...good, amount: '' }, /how much to send/],
      [{ ...good, recipient: testAddress(1, 'cheese') }, /belongs to mainnet/],
      [{ ...good, recipient: misread(testAddress(1)) }, /checksum/],
      [{ ...good, recipient: `${testAddress(1).slice(0, -1)}b` }, /letter/],
      [{ ...good, recipient: '' }, /Paste (an|the) address/],
    ] as const;
    for (const [wish, sentence] of wrong) {
      await fillPayment(visitor, wish);
      await visitor.press('Review', card);
      await visitor.sees(sentence, card);
      const invalid = card.locator('[aria-invalid="true"]');
      expect(await invalid.count()).toBe(1);
      expect(await card.getByRole('heading', { name: 'Look once more' }).count()).toBe(0);
    }
    await fillPayment(visitor, good);
    await visitor.press('Review', card);
    await card.getByRole('heading', { name: 'Look once more' }).waitFor();
    expect((await peer.chain()).openTransactions).toBe(0);
  }, 120_000);

  it('a payment to oneself is warned of before it is sent', async () => {
    const visitor = await stage.visitor(peer);
    await fillPayment(visitor, { recipient: own, amount: '1' });
    await visitor.press('Review', visitor.part('Wallet'));
    await visitor.sees(/your own address: the coins come back/, visitor.part('Wallet'));
  }, 60_000);

  it('a memo that is too long is told with its length in bytes', async () => {
    const visitor = await stage.visitor(peer);
    await fillPayment(visitor, { recipient: testAddress(1), amount: '1', memo: `${EMOJI}x` });
    await visitor.press('Review', visitor.part('Wallet'));
    await visitor.sees(/at most 256 bytes; this one has 257/, visitor.part('Wallet'));
  }, 60_000);

  it('the memo of a stranger is text: no markup, no hidden turns, every emoji', async () => {
    const markup = '<img src=x onerror="document.title=1"><script>document.title=2</script><b>bold</b>';
    const turned = `invoice ${RIGHT_TO_LEFT_OVERRIDE}fdp.exe`;
    const ids = [
      await payWithMemo(peer, testAddress(2), COIN, markup),
      await payWithMemo(peer, testAddress(3), COIN, turned),
      await payWithMemo(peer, testAddress(4), COIN, EMOJI),
    ];
    const visitor = await stage.visitor(peer);
    for (const [index, text] of [markup, 'invoice U+202Efdp.exe', EMOJI].entries()) {
      await visitor.go(`#/transaction/${ids[index]}`);
      const memo = visitor.page
        .locator('bdi')
        .filter({ hasText: text.slice(0, 7) })
        .first();
      await memo.waitFor();
      expect(await memo.textContent()).toBe(text);
      expect(await visitor.page.locator('img, b').count()).toBe(0);
      expect(await visitor.page.title()).toMatch(/^Transaction/);
    }
    await visitor.go('#/open');
    await visitor.sees('invoice');
    expect(await visitor.page.locator('img').count()).toBe(0);
    // 64 emoji in a row push nothing off the screen.
    expect(await visitor.page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  }, 60_000);
});

/** The address with its last letter taken for another one. */
function misread(address: string): string {
  return address.slice(0, -1) + (address.endsWith('q') ? 'p' : 'q');
}
