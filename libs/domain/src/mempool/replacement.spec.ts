import { TestMempool, TRANSFER_BYTES } from '#test/test-mempool';

describe('replacement', () => {
  it('asks for ten percent more (mempool-replacement-fee)', () => {
    const test = new TestMempool();
    test.admit({ from: 1, to: 2, nonce: 0, fee: 10_000 });
    expect(test.admit({ from: 1, to: 3, nonce: 0, fee: 10_999 })).toBe('mempool-replacement-fee');
    expect(test.admit({ from: 1, to: 3, nonce: 0, fee: 11_000 })).toBe('taken');
    expect(test.happened()).toEqual(['0 opened', '0 replaced', '0 opened']);
    expect(test.selectedFees()).toEqual([11_000]);
  });

  it('asks for the minimum rate for its own bytes on top', () => {
    const test = new TestMempool();
    test.admit({ from: 1, to: 2, nonce: 0, fee: 200 });
    expect(test.admit({ from: 1, to: 3, nonce: 0, fee: 200 + TRANSFER_BYTES - 1 })).toBe('mempool-replacement-fee');
    expect(test.admit({ from: 1, to: 3, nonce: 0, fee: 200 + TRANSFER_BYTES })).toBe('taken');
  });

  it('asks for ten percent more in rate too, when it is longer', () => {
    const test = new TestMempool();
    test.admit({ from: 1, to: 2, nonce: 0, fee: 10_000 });
    const memo = 'm'.repeat(TRANSFER_BYTES);
    expect(test.admit({ from: 1, to: 3, nonce: 0, memo, fee: 21_999 })).toBe('mempool-replacement-fee');
    expect(test.admit({ from: 1, to: 3, nonce: 0, memo, fee: 22_000 })).toBe('taken');
  });

  it('asks for ten percent more in fee too, when it is shorter', () => {
    const test = new TestMempool();
    test.admit({ from: 1, to: 2, nonce: 0, fee: 10_000, memo: 'm'.repeat(TRANSFER_BYTES) });
    expect(test.admit({ from: 1, to: 3, nonce: 0, fee: 10_999 })).toBe('mempool-replacement-fee');
    expect(test.admit({ from: 1, to: 3, nonce: 0, fee: 11_000 })).toBe('taken');
  });

  it('pays the fees of later payments that it leaves without funds (mempool-replacement-uncovers)', () => {
    const test = new TestMempool();
    test.setAccount(1, 10_000);
    test.admit({ from: 1, to: 2, nonce: 0, amount: 1_000, fee: 500 });
    test.admit({ from: 1, to: 2, nonce: 1, amount: 1_000, fee: 600 });
    test.admit({ from: 1, to: 2, nonce: 2, amount: 4_000, fee: 700 });
    test.happened();
    const needed = 500 + 700 + TRANSFER_BYTES;
    const replacement = { from: 1, to: 2, nonce: 0, amount: 4_000 };
    expect(test.admit({ ...replacement, fee: needed - 1 })).toBe('mempool-replacement-uncovers');
    expect(test.happened()).toEqual([]);
    expect(test.admit({ ...replacement, fee: needed })).toBe('taken');
    expect(test.happened()).toEqual(['0 replaced', '2 mempool-balance-insufficient', '0 opened']);
  });

  it('must itself be covered, beside what comes before it', () => {
    const test = new TestMempool();
    test.setAccount(1, 10_000);
    test.admit({ from: 1, to: 2, nonce: 0, amount: 5_000, fee: 500 });
    test.admit({ from: 1, to: 2, nonce: 1, amount: 1_000, fee: 500 });
    expect(test.admit({ from: 1, to: 2, nonce: 1, amount: 3_501, fee: 1_000 })).toBe('mempool-balance-insufficient');
    expect(test.admit({ from: 1, to: 2, nonce: 1, amount: 3_500, fee: 1_000 })).toBe('taken');
  });

  it('works behind a gap, and keeps the place there', () => {
    const test = new TestMempool({ maximumBehindGap: 1 });
    test.admit({ from: 1, to: 2, nonce: 3, fee: 1_000 });
    expect(test.admit({ from: 1, to: 2, nonce: 3, fee: 2_000 })).toBe('taken');
    expect(test.mempool.view.behindGap).toBe(1);
  });

  it('is exact where fee times size passes 2^53', () => {
    const test = new TestMempool();
    const fee = 100_000_000_000_000;
    test.setAccount(1, 9_000_000_000_000_000);
    test.admit({ from: 1, to: 2, nonce: 0, fee });
    expect(test.admit({ from: 1, to: 3, nonce: 0, fee: 109_999_999_999_999 })).toBe('mempool-replacement-fee');
    expect(test.admit({ from: 1, to: 3, nonce: 0, fee: 110_000_000_000_000 })).toBe('taken');
  });
});
