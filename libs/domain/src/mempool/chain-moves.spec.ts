import { looseBlock } from '#test/loose-block';
import { TestMempool, TRANSFER_BYTES } from '#test/test-mempool';
import type { Transaction } from '../transaction/transaction.ts';
import { NetMoves } from './chain-moves.ts';

/** Tells the pool of blocks that left and joined, with the accounts as the test has set them. */
function move(test: TestMempool, undone: readonly Transaction[][], done: readonly Transaction[][]): void {
  const moves = {
    disconnected: undone.map((transactions, index) => looseBlock(transactions, 10 - index)),
    connected: done.map((transactions, index) => looseBlock(transactions, 11 - undone.length + index)),
  };
  test.follow(new NetMoves([moves]));
}

describe('open transactions and the chain', () => {
  it('leave when a block confirms them', () => {
    const test = new TestMempool();
    const [first, second] = [test.open({ from: 1, to: 2, nonce: 0 }), test.open({ from: 1, to: 2, nonce: 1 })];
    test.happened();
    test.setAccount(1, 1e9, 1);
    move(test, [], [[first]]);
    expect(test.events()).toMatchObject([{ kind: 'confirmed', transaction: first, height: 11 }]);
    expect([...test.mempool.view.all()]).toEqual([second]);
    expect(test.selectedFees()).toHaveLength(1);
  });

  it('are dropped when a block holds another with their nonce', () => {
    const test = new TestMempool();
    test.open({ from: 1, to: 2, nonce: 0 });
    test.open({ from: 1, to: 2, nonce: 1 });
    test.happened();
    test.setAccount(1, 1e9, 1);
    move(test, [], [[test.transfer({ from: 1, to: 3, nonce: 0 })]]);
    expect(test.happened()).toEqual(['0 mempool-nonce-used']);
    expect(test.mempool.view.size).toBe(1);
  });

  it('are dropped when the money is gone, from the first that is not covered on', () => {
    const test = new TestMempool();
    test.setAccount(1, 10_000);
    for (const nonce of [0, 1, 2]) test.open({ from: 1, to: 2, nonce, amount: 1_000, fee: 1_000 });
    test.happened();
    test.setAccount(1, 2_500, 1);
    move(test, [], [[test.transfer({ from: 1, to: 3, nonce: 0, amount: 5_000 })]]);
    expect(test.happened()).toEqual(['0 mempool-nonce-used', '2 mempool-balance-insufficient']);
  });

  it('come back when their block is undone', () => {
    const test = new TestMempool();
    const mined = [test.transfer({ from: 1, to: 2, nonce: 0 }), test.transfer({ from: 1, to: 2, nonce: 1 })];
    test.setAccount(1, 1e9, 2);
    test.open({ from: 1, to: 2, nonce: 2 });
    test.happened();
    test.setAccount(1, 1e9, 0);
    move(test, [[mined[1] as Transaction], [mined[0] as Transaction]], []);
    expect(test.happened()).toEqual(['0 opened', '1 opened']);
    expect([...test.mempool.view.relayable()].map(({ nonce }) => nonce)).toEqual([0, 1, 2]);
    expect(test.mempool.view.behindGap).toBe(0);
  });

  it('come back whatever they paid, since a miner took them', () => {
    const test = new TestMempool();
    move(test, [[test.transfer({ from: 1, to: 2, nonce: 0, fee: 0 })]], []);
    expect(test.events()).toMatchObject([{ kind: 'opened', returned: true }]);
  });

  it('do not come back when the other branch holds them too', () => {
    const test = new TestMempool();
    const mined = test.transfer({ from: 1, to: 2, nonce: 0 });
    test.setAccount(1, 1e9, 1);
    move(test, [[mined]], [[], [mined]]);
    expect(test.happened()).toEqual([]);
    expect(test.mempool.view.size).toBe(0);
  });

  it('are reported when they cannot come back', () => {
    const test = new TestMempool();
    test.setAccount(1, 1_000, 0);
    move(test, [[test.transfer({ from: 1, to: 2, nonce: 0, amount: 1_000, fee: 200 })]], []);
    expect(test.happened()).toEqual(['0 mempool-balance-insufficient']);
  });

  it('that cannot come back leave a gap before those that stay', () => {
    const test = new TestMempool();
    test.setAccount(1, 1e9, 20);
    for (let nonce = 20; nonce < 40; nonce++) test.open({ from: 1, to: 2, nonce });
    test.happened();
    test.setAccount(1, 1e9, 19);
    move(test, [[]], []);
    expect(test.happened()).toEqual([39, 38, 37, 36].map((nonce) => `${nonce} mempool-account-gap-full`));
    expect(test.mempool.view.behindGap).toBe(16);
  });

  it('stay within 256 of an account: the latest go', () => {
    const test = new TestMempool();
    test.setAccount(1, 1e9, 2);
    for (let nonce = 2; nonce < 258; nonce++) test.open({ from: 1, to: 2, nonce });
    test.happened();
    test.setAccount(1, 1e9, 0);
    move(test, [[0, 1].map((nonce) => test.transfer({ from: 1, to: 2, nonce }))], []);
    expect(test.happened().filter((what) => what.includes('too-far'))).toEqual([
      '257 mempool-nonce-too-far',
      '256 mempool-nonce-too-far',
    ]);
    expect(test.mempool.view.size).toBe(256);
  });

  it('stay within the caps when many come back', () => {
    const test = new TestMempool({ maximumTransactions: 3 });
    const mined = [1, 2, 3, 4, 5].map((from) => test.transfer({ from, to: 9, nonce: 0, fee: from * TRANSFER_BYTES }));
    move(test, [mined], []);
    expect(test.selectedFees()).toEqual([5, 4, 3].map((rate) => rate * TRANSFER_BYTES));
    expect(test.happened().filter((what) => what.includes('full'))).toHaveLength(2);
  });

  it('stay within the cap of those behind gaps when many fall behind one', () => {
    const test = new TestMempool({ maximumBehindGap: 2 });
    for (const from of [1, 2, 3]) {
      test.setAccount(from, 1e9, 5);
      test.open({ from, to: 9, nonce: 5, fee: from * 1_000 });
    }
    test.happened();
    for (const from of [1, 2, 3]) test.setAccount(from, 1e9, 4);
    move(test, [[]], []);
    expect(test.happened()).toEqual(['5 mempool-gap-full']);
    expect(test.mempool.view.pendingOf(test.transfer({ from: 1, to: 1, nonce: 0 }).senderAccount).sent).toEqual([]);
  });

  it('come to the same when changes are followed together: a transaction that left and came back is confirmed', () => {
    const test = new TestMempool();
    const mined = test.open({ from: 1, to: 2, nonce: 0 });
    test.happened();
    test.setAccount(1, 1e9, 1);
    const [first, second] = [looseBlock([mined], 1), looseBlock([mined], 2)];
    const changes = [
      { disconnected: [], connected: [first] },
      { disconnected: [first], connected: [looseBlock([], 1), second] },
    ];
    test.follow(new NetMoves(changes));
    expect(test.events()).toMatchObject([{ kind: 'confirmed', height: 2 }]);
  });

  it('of two that return with one nonce, keep the one that would have replaced the other', () => {
    for (const [fee, kept] of [
      [11_000, 11_000],
      [10_999, 10_000],
    ]) {
      const test = new TestMempool();
      const [one, other] = [10_000, fee].map((each, index) =>
        looseBlock([test.transfer({ from: 1, to: 2 + index, nonce: 0, fee: each as number })], 1),
      );
      test.follow(
        new NetMoves([
          { disconnected: [one as never], connected: [other as never] },
          { disconnected: [other as never], connected: [] },
        ]),
      );
      expect(test.selectedFees()).toEqual([kept]);
    }
  });
});
