import { looseBlock } from '#test/loose-block';
import { TestMempool, TRANSFER_BYTES } from '#test/test-mempool';
import { numberedAccount } from '#test/unsigned-transfer';
import { NetMoves } from './chain-moves.ts';

/** Takes every page of the list; `between` runs before each further page. */
function pages({ mempool }: TestMempool, limit: number, between: () => void = () => undefined): number[][] {
  const found: number[][] = [];
  let before: string | undefined;
  for (;;) {
    const page = mempool.view.list(limit, before);
    if (!page.ok) throw new Error(page.refusal.code);
    found.push(page.value.transactions.map(({ transaction }) => transaction.fee));
    if (page.value.next === null) return found;
    before = page.value.next;
    between();
  }
}

describe('the list of open transactions', () => {
  it('gives the best fee rate first, page after page', () => {
    const test = new TestMempool();
    for (let from = 0; from < 7; from++) test.admit({ from, to: 9, nonce: 0, fee: 200 + 100 * ((from * 3) % 7) });
    expect(pages(test, 3)).toEqual([[800, 700, 600], [500, 400, 300], [200]]);
  });

  it('ends with a full page when nothing follows', () => {
    const test = new TestMempool();
    for (let from = 0; from < 4; from++) test.admit({ from, to: 9, nonce: 0 });
    expect(pages(test, 2).map(({ length }) => length)).toEqual([2, 2]);
    expect(pages(new TestMempool(), 2)).toEqual([[]]);
  });

  it('goes on after a transaction that has gone meanwhile', () => {
    const test = new TestMempool();
    for (let from = 0; from < 4; from++) test.admit({ from, to: 9, nonce: 0, fee: 900 - 100 * from });
    const between = () => {
      test.admit({ from: 1, to: 9, nonce: 0, fee: 5_000 });
    };
    expect(pages(test, 2, between)).toEqual([
      [900, 800],
      [700, 600],
    ]);
  });

  it('holds at most 100 on a page', () => {
    const test = new TestMempool();
    for (let from = 0; from < 150; from++) test.admit({ from, to: 9, nonce: 0 });
    expect(pages(test, 1_000).map(({ length }) => length)).toEqual([100, 50]);
  });

  it('refuses a cursor that no page gave (mempool-cursor)', () => {
    const { mempool } = new TestMempool();
    for (const cursor of ['', '1', '1.0.1', '1.154', 'x.154.1', '1.154.1 ', '99999999999999999.154.1']) {
      expect(mempool.view.list(10, cursor)).toEqual({ ok: false, refusal: { code: 'mempool-cursor' } });
    }
  });
});

describe('what is pending for an account', () => {
  it('is what it sends with all fees, and what it will be sent', () => {
    const test = new TestMempool();
    test.open({ from: 1, to: 2, nonce: 0, amount: 1_000, fee: 200 });
    test.open({ from: 1, to: 1, nonce: 1, amount: 50, fee: 300 });
    test.open({ from: 3, to: 1, nonce: 0, amount: 7 });
    test.open({ from: 3, to: 1, nonce: 2, amount: 70 });
    const pending = test.mempool.view.pendingOf(numberedAccount(1));
    expect(pending).toMatchObject({ outgoing: 1_550, incoming: 57, nextNonce: 2 });
    expect(pending.sent.map(({ nonce }) => nonce)).toEqual([0, 1]);
    expect(pending.received).toHaveLength(3);
  });

  it('is nothing for a stranger', () => {
    const { mempool } = new TestMempool();
    const nothing = { outgoing: 0, incoming: 0, nextNonce: undefined, sent: [], received: [] };
    expect(mempool.view.pendingOf(numberedAccount(1))).toEqual(nothing);
  });

  it('forgets what has been confirmed', () => {
    const test = new TestMempool();
    const mined = test.open({ from: 1, to: 2, nonce: 0 });
    test.setAccount(1, 1e9, 1);
    test.follow(new NetMoves([{ disconnected: [], connected: [looseBlock([mined], 1)] }]));
    expect(test.mempool.view.pendingOf(numberedAccount(2)).received).toEqual([]);
    expect(test.mempool.view.byId(mined.id)).toBeUndefined();
  });
});

describe('fee estimates', () => {
  const block = (rates: readonly number[]) =>
    looseBlock(
      rates.map((rate, from) => new TestMempool().transfer({ from, to: 9, nonce: 0, fee: rate * TRANSFER_BYTES })),
      1,
    );
  const maxBlockBytes = 20 * TRANSFER_BYTES;

  it('are the minimum while blocks have room', () => {
    const test = new TestMempool({ maxBlockBytes });
    test.open({ from: 1, to: 2, nonce: 0, fee: 100_000 });
    test.follow(new NetMoves([{ disconnected: [], connected: [block([80, 90])] }]));
    expect(test.mempool.view.feeEstimates()).toEqual({ low: 1, normal: 1, high: 1 });
  });

  it('outbid what stands before: one block for high, three for normal, ten for low', () => {
    const test = new TestMempool({ maxBlockBytes });
    for (let from = 0; from < 205; from++) test.open({ from, to: 900, nonce: 0, fee: (300 - from) * TRANSFER_BYTES });
    expect(test.mempool.view.feeEstimates()).toEqual({ low: 101, normal: 241, high: 281 });
  });

  it('remember what full blocks took, miners’ own gifts left aside', () => {
    const test = new TestMempool({ maxBlockBytes });
    const full = block([0, ...Array.from({ length: 18 }, (_, index) => 50 + index)]);
    test.follow(new NetMoves([{ disconnected: [], connected: [full, full, full] }]));
    expect(test.mempool.view.feeEstimates()).toEqual({ low: 1, normal: 50, high: 50 });
  });

  it('forget a busy time after twelve blocks', () => {
    const test = new TestMempool({ maxBlockBytes });
    const full = block(Array.from({ length: 19 }, () => 50));
    const connected = [full, ...Array.from({ length: 12 }, () => block([]))];
    test.follow(new NetMoves([{ disconnected: [], connected }]));
    expect(test.mempool.view.feeEstimates()).toEqual({ low: 1, normal: 1, high: 1 });
  });
});
