import { TestMempool, TRANSFER_BYTES } from '#test/test-mempool';

const HOUR_MS = 60 * 60 * 1000;

describe('admission', () => {
  it('takes a payment that its sender can pay', () => {
    const test = new TestMempool();
    expect(test.admit({ from: 1, to: 2, nonce: 0 })).toBe('taken');
    expect(test.happened()).toEqual(['0 opened']);
    expect(test.mempool.view.size).toBe(1);
    expect(test.mempool.view.bytes).toBe(TRANSFER_BYTES);
  });

  it('takes the same transaction once (mempool-known)', () => {
    const test = new TestMempool();
    const transaction = test.transfer({ from: 1, to: 2, nonce: 0 });
    expect(test.admit(transaction)).toBe('taken');
    expect(test.admit(transaction)).toBe('mempool-known');
  });

  it('asks one crumb a byte of everybody (mempool-fee-too-low)', () => {
    const test = new TestMempool();
    expect(test.admit({ from: 1, to: 2, nonce: 0, fee: TRANSFER_BYTES - 1 })).toBe('mempool-fee-too-low');
    expect(test.admit({ from: 1, to: 2, nonce: 0, fee: TRANSFER_BYTES })).toBe('taken');
  });

  it('asks for a memo what its bytes cost', () => {
    const test = new TestMempool();
    const memo = 'for the cheese';
    expect(test.admit({ from: 1, to: 2, nonce: 0, memo, fee: TRANSFER_BYTES + 13 })).toBe('mempool-fee-too-low');
    expect(test.admit({ from: 1, to: 2, nonce: 0, memo, fee: TRANSFER_BYTES + 14 })).toBe('taken');
  });

  it('asks ten times the minimum for a payment that makes an account (mempool-new-account-fee)', () => {
    const test = new TestMempool();
    test.accounts.set(9, undefined);
    expect(test.admit({ from: 1, to: 9, nonce: 0, fee: TRANSFER_BYTES * 10 - 1 })).toBe('mempool-new-account-fee');
    expect(test.admit({ from: 1, to: 9, nonce: 0, fee: TRANSFER_BYTES * 10 })).toBe('taken');
  });

  it('refuses a nonce that is confirmed (mempool-nonce-used)', () => {
    const test = new TestMempool();
    test.setAccount(1, 1e9, 5);
    expect(test.admit({ from: 1, to: 2, nonce: 4 })).toBe('mempool-nonce-used');
    expect(test.admit({ from: 1, to: 2, nonce: 5 })).toBe('taken');
  });

  it('refuses a nonce beyond the reach of the queue (mempool-nonce-too-far)', () => {
    const test = new TestMempool();
    test.setAccount(1, 1e9, 5);
    expect(test.admit({ from: 1, to: 2, nonce: 5 + 256 })).toBe('mempool-nonce-too-far');
    expect(test.admit({ from: 1, to: 2, nonce: 5 + 255 })).toBe('taken');
  });

  it('holds 256 transactions of an account (mempool-account-full)', () => {
    const test = new TestMempool();
    for (let nonce = 0; nonce < 256; nonce++) expect(test.admit({ from: 1, to: 2, nonce })).toBe('taken');
    expect(test.admit({ from: 1, to: 2, nonce: 256 })).toBe('mempool-account-full');
    expect(test.admit({ from: 1, to: 2, nonce: 255, fee: 20 * TRANSFER_BYTES })).toBe('taken');
    expect(test.mempool.view.size).toBe(256);
  });

  it('holds 16 of an account behind a gap (mempool-account-gap-full)', () => {
    const test = new TestMempool();
    for (let nonce = 1; nonce <= 16; nonce++) expect(test.admit({ from: 1, to: 2, nonce })).toBe('taken');
    expect(test.admit({ from: 1, to: 2, nonce: 17 })).toBe('mempool-account-gap-full');
    expect(test.selectedFees()).toEqual([]);
    expect(test.admit({ from: 1, to: 2, nonce: 0 })).toBe('taken');
    expect(test.selectedFees()).toHaveLength(17);
    expect(test.admit({ from: 1, to: 2, nonce: 17 })).toBe('taken');
  });

  it('tells when a gap closes, and relays nothing before', () => {
    const test = new TestMempool();
    test.admit({ from: 1, to: 2, nonce: 1 });
    test.admit({ from: 1, to: 2, nonce: 2 });
    expect([...test.mempool.view.relayable()]).toEqual([]);
    expect(test.mempool.view.behindGap).toBe(2);
    test.happened();
    test.admit({ from: 1, to: 2, nonce: 0 });
    expect(test.happened()).toEqual(['0 opened', '1 gap-closed', '2 gap-closed']);
    expect([...test.mempool.view.relayable()].map(({ nonce }) => nonce)).toEqual([0, 1, 2]);
  });

  it('holds a bounded number behind gaps in all, the best of them (mempool-gap-full)', () => {
    const test = new TestMempool({ maximumBehindGap: 2 });
    expect(test.admit({ from: 1, to: 9, nonce: 1, fee: 400 })).toBe('taken');
    expect(test.admit({ from: 2, to: 9, nonce: 2, fee: 300 })).toBe('taken');
    expect(test.admit({ from: 3, to: 9, nonce: 3, fee: 300 })).toBe('mempool-gap-full');
    test.happened();
    expect(test.admit({ from: 3, to: 9, nonce: 3, fee: 301 })).toBe('taken');
    expect(test.happened()).toEqual(['2 mempool-gap-full', '3 opened']);
  });

  it('counts earlier open payments against the balance (mempool-balance-insufficient)', () => {
    const test = new TestMempool();
    test.setAccount(1, 1_000);
    expect(test.admit({ from: 1, to: 2, nonce: 0, amount: 400, fee: 200 })).toBe('taken');
    expect(test.admit({ from: 1, to: 2, nonce: 1, amount: 201, fee: 200 })).toBe('mempool-balance-insufficient');
    expect(test.admit({ from: 1, to: 2, nonce: 1, amount: 200, fee: 200 })).toBe('taken');
  });

  it('does not count money that is still on its way', () => {
    const test = new TestMempool();
    test.setAccount(2, 0);
    expect(test.admit({ from: 1, to: 2, nonce: 0, amount: 100_000 })).toBe('taken');
    expect(test.admit({ from: 2, to: 3, nonce: 0, amount: 1 })).toBe('mempool-balance-insufficient');
  });

  it('refuses a sender without an account for its balance, not otherwise', () => {
    const test = new TestMempool();
    test.accounts.set(1, undefined);
    expect(test.admit({ from: 1, to: 2, nonce: 0 })).toBe('mempool-balance-insufficient');
  });

  it('drops what waits behind a gap when the payment before it takes the money', () => {
    const test = new TestMempool();
    test.setAccount(1, 1_000);
    test.admit({ from: 1, to: 2, nonce: 1, amount: 700, fee: 200 });
    test.happened();
    expect(test.admit({ from: 1, to: 2, nonce: 0, amount: 100, fee: 200 })).toBe('taken');
    expect(test.happened()).toEqual(['1 mempool-balance-insufficient', '0 opened']);
  });

  it('forgets a transaction after 72 hours, and takes none that is older (mempool-expired)', () => {
    const test = new TestMempool();
    const now = test.clock.nowMs();
    expect(test.admit({ from: 1, to: 2, nonce: 0 }, now - 72 * HOUR_MS - 1)).toBe('mempool-expired');
    expect(test.admit({ from: 1, to: 2, nonce: 0 }, now - 71 * HOUR_MS)).toBe('taken');
    expect(test.admit({ from: 1, to: 2, nonce: 1 })).toBe('taken');
    test.happened();
    test.clock.advance(HOUR_MS);
    test.mempool.expire();
    expect(test.happened()).toEqual([]);
    test.clock.advance(1);
    test.mempool.expire();
    expect(test.happened()).toEqual(['0 mempool-expired']);
    expect(test.mempool.view.behindGap).toBe(1);
  });

  it('keeps nothing for longer because a clock was set back', () => {
    const test = new TestMempool();
    test.admit({ from: 1, to: 2, nonce: 0 }, test.clock.nowMs() + 1_000 * HOUR_MS);
    test.clock.advance(72 * HOUR_MS + 1);
    test.mempool.expire();
    expect(test.mempool.view.size).toBe(0);
  });
});
