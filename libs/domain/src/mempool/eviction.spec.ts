import { TestMempool, TRANSFER_BYTES } from '#test/test-mempool';

const rate = (crumbsPerByte: number) => crumbsPerByte * TRANSFER_BYTES;

describe('a full pool', () => {
  it('keeps the best fee rates (mempool-full)', () => {
    const test = new TestMempool({ maximumTransactions: 2 });
    test.admit({ from: 1, to: 9, nonce: 0, fee: rate(5) });
    test.admit({ from: 2, to: 9, nonce: 0, fee: rate(3) });
    expect(test.admit({ from: 3, to: 9, nonce: 0, fee: rate(3) })).toBe('mempool-full');
    test.happened();
    expect(test.admit({ from: 3, to: 9, nonce: 0, fee: rate(4) })).toBe('taken');
    expect(test.happened()).toEqual(['0 mempool-full', '0 opened']);
    expect(test.selectedFees()).toEqual([rate(5), rate(4)]);
  });

  it('counts bytes as well as transactions', () => {
    const test = new TestMempool({ maximumBytes: 3 * TRANSFER_BYTES });
    for (const from of [1, 2, 3]) test.admit({ from, to: 9, nonce: 0, fee: rate(from) });
    const memo = 'm'.repeat(TRANSFER_BYTES);
    expect(test.admit({ from: 4, to: 9, nonce: 0, fee: rate(4), memo })).toBe('mempool-full');
    expect(test.admit({ from: 4, to: 9, nonce: 0, fee: rate(8), memo })).toBe('taken');
    expect(test.selectedFees()).toEqual([rate(8), rate(3)]);
    expect(test.mempool.view.bytes).toBe(3 * TRANSFER_BYTES);
  });

  it('raises its minimum above what it evicted, and lets it fall by half every ten minutes', () => {
    const test = new TestMempool({ maximumTransactions: 1 });
    test.admit({ from: 1, to: 9, nonce: 0, fee: rate(7) });
    test.admit({ from: 2, to: 9, nonce: 0, fee: rate(20) });
    const { view } = test.mempool;
    expect(view.floorRate()).toBe(8);
    expect(test.admit({ from: 3, to: 9, nonce: 0, fee: rate(8) - 1 })).toBe('mempool-fee-too-low');
    test.clock.advance(10 * 60_000);
    expect(view.floorRate()).toBe(4);
    test.clock.advance(60 * 60_000);
    expect(view.floorRate()).toBe(1);
  });

  it('evicts from the end of the account that the worst stands in', () => {
    const test = new TestMempool({ maximumTransactions: 4 });
    test.admit({ from: 1, to: 9, nonce: 0, fee: rate(2) });
    test.admit({ from: 1, to: 9, nonce: 1, fee: rate(50) });
    test.admit({ from: 1, to: 9, nonce: 2, fee: rate(40) });
    test.admit({ from: 2, to: 9, nonce: 0, fee: rate(3) });
    test.happened();
    expect(test.admit({ from: 3, to: 9, nonce: 0, fee: rate(4) })).toBe('taken');
    expect(test.happened()).toEqual(['2 mempool-full', '0 opened']);
    expect(test.admit({ from: 4, to: 9, nonce: 0, fee: rate(4) })).toBe('taken');
    expect(test.admit({ from: 5, to: 9, nonce: 0, fee: rate(4) })).toBe('taken');
    expect(test.happened()).toEqual(['1 mempool-full', '0 opened', '0 mempool-full', '0 opened']);
    expect(test.admit({ from: 6, to: 9, nonce: 0, fee: rate(5) })).toBe('taken');
    expect(test.selectedFees()).toEqual([rate(5), rate(4), rate(4), rate(4)]);
  });

  it('measures a newcomer by the lowest rate before it in its account', () => {
    const test = new TestMempool({ maximumTransactions: 2 });
    test.admit({ from: 1, to: 9, nonce: 0, fee: rate(2) });
    test.admit({ from: 2, to: 9, nonce: 0, fee: rate(3) });
    expect(test.admit({ from: 1, to: 9, nonce: 1, fee: rate(100) })).toBe('mempool-full');
    expect(test.selectedFees()).toEqual([rate(3), rate(2)]);
  });

  it('measures anew when the one with the lowest rate has been replaced', () => {
    const test = new TestMempool({ maximumTransactions: 2 });
    test.admit({ from: 1, to: 9, nonce: 0, fee: rate(2) });
    test.admit({ from: 2, to: 9, nonce: 0, fee: rate(3) });
    test.admit({ from: 1, to: 9, nonce: 0, fee: rate(10) });
    expect(test.admit({ from: 1, to: 9, nonce: 1, fee: rate(5) })).toBe('taken');
    expect(test.selectedFees()).toEqual([rate(10), rate(5)]);
  });

  it('lets those behind gaps go first, whatever they pay', () => {
    const test = new TestMempool({ maximumTransactions: 2 });
    test.admit({ from: 1, to: 9, nonce: 1, fee: rate(100) });
    test.admit({ from: 2, to: 9, nonce: 0, fee: rate(2) });
    test.happened();
    expect(test.admit({ from: 3, to: 9, nonce: 0, fee: rate(1) })).toBe('taken');
    expect(test.happened()).toEqual(['1 mempool-full', '0 opened']);
    expect(test.mempool.view.floorRate()).toBe(1);
  });

  it('takes none behind a gap in the place of one that can be mined', () => {
    const test = new TestMempool({ maximumTransactions: 1 });
    test.admit({ from: 1, to: 9, nonce: 0, fee: rate(1) });
    expect(test.admit({ from: 2, to: 9, nonce: 1, fee: rate(100) })).toBe('mempool-full');
  });

  it('changes nothing when it refuses', () => {
    const test = new TestMempool({ maximumBytes: 2 * TRANSFER_BYTES });
    test.admit({ from: 1, to: 9, nonce: 0, fee: rate(1) });
    test.admit({ from: 2, to: 9, nonce: 0, fee: rate(9) });
    test.happened();
    const memo = 'm'.repeat(TRANSFER_BYTES);
    expect(test.admit({ from: 3, to: 9, nonce: 0, fee: rate(10), memo })).toBe('mempool-full');
    expect(test.happened()).toEqual([]);
    expect(test.mempool.view.floorRate()).toBe(1);
    expect(test.selectedFees()).toEqual([rate(9), rate(1)]);
  });
});
