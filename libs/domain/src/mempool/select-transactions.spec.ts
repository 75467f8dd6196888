import { TestMempool, TRANSFER_BYTES } from '#test/test-mempool';
import { bytesInBlock } from '../block/block.ts';

const IN_BLOCK = TRANSFER_BYTES + 4;
const OPEN_TRANSACTIONS = 50_000;
const SENDERS = 2_000;

describe('selection for a block', () => {
  it('takes the best fee rate first', () => {
    const test = new TestMempool();
    for (const [from, fee] of [500, 900, 700].entries()) test.admit({ from, to: 9, nonce: 0, fee });
    expect(test.selectedFees()).toEqual([900, 700, 500]);
  });

  it('takes an account’s transactions in nonce order, whatever they pay', () => {
    const test = new TestMempool();
    test.admit({ from: 1, to: 9, nonce: 0, fee: 300 });
    test.admit({ from: 1, to: 9, nonce: 1, fee: 5_000 });
    test.admit({ from: 2, to: 9, nonce: 0, fee: 400 });
    expect(test.selectedFees()).toEqual([400, 300, 5_000]);
  });

  it('takes the earlier of equal rates first', () => {
    const test = new TestMempool();
    const ids = [3, 1, 2].map((from) => test.open({ from, to: 9, nonce: 0 }).id);
    expect(test.mempool.view.select({ bytes: 1_000_000, transactions: 10 }).map(({ id }) => id)).toEqual(ids);
  });

  it('fills the space and no more, and passes over what does not fit', () => {
    const test = new TestMempool();
    test.admit({ from: 1, to: 9, nonce: 0, fee: 9_000 });
    test.admit({ from: 2, to: 9, nonce: 0, fee: 8_000, memo: 'm'.repeat(50) });
    test.admit({ from: 2, to: 9, nonce: 1, fee: 7_000 });
    test.admit({ from: 3, to: 9, nonce: 0, fee: 600 });
    expect(test.selectedFees(2 * IN_BLOCK)).toEqual([9_000, 600]);
    expect(test.selectedFees(2 * IN_BLOCK - 1)).toEqual([9_000]);
    expect(test.selectedFees(IN_BLOCK - 1)).toEqual([]);
  });

  it('takes at most so many', () => {
    const test = new TestMempool();
    for (const from of [1, 2, 3]) test.admit({ from, to: 9, nonce: 0 });
    expect(test.mempool.view.select({ bytes: 1_000_000, transactions: 2 })).toHaveLength(2);
  });

  it('takes nothing from behind a gap', () => {
    const test = new TestMempool();
    test.admit({ from: 1, to: 9, nonce: 0 });
    test.admit({ from: 1, to: 9, nonce: 2, fee: 9_000 });
    expect(test.selectedFees()).toHaveLength(1);
  });

  it('takes the best of 50,000 (the time is printed, not judged)', () => {
    const test = new TestMempool();
    for (let i = 0; i < OPEN_TRANSACTIONS; i++) {
      const [from, nonce] = [i % SENDERS, Math.floor(i / SENDERS)];
      test.open({ from, to: (i * 7) % SENDERS, nonce, fee: 154 + ((i * 7_919) % 10_007) });
    }
    const start = performance.now();
    const selected = test.mempool.view.select({ bytes: 1_000_000, transactions: 65_536 });
    const milliseconds = (performance.now() - start).toFixed(1);
    process.stdout.write(`selected ${selected.length} of ${OPEN_TRANSACTIONS} in ${milliseconds} ms\n`);
    const bytes = selected.reduce((sum, transaction) => sum + bytesInBlock(transaction), 0);
    expect(bytes).toBeGreaterThan(1_000_000 - IN_BLOCK);
    expect(bytes).toBeLessThanOrEqual(1_000_000);
    const next = new Map<string, number>();
    for (const { senderAccount, nonce } of selected) {
      expect(nonce).toBe(next.get(senderAccount) ?? 0);
      next.set(senderAccount, nonce + 1);
    }
  });
});
