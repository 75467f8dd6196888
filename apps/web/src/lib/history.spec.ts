import type { HistoryLine, Transaction } from './api-types.ts';
import { effectOn } from './history.ts';

const transaction = { sender: 'anna', recipient: 'bert', amount: 100, fee: 7 } as Transaction;
const line: HistoryLine = {
  height: 3,
  blockHash: 'ab',
  time: '2026-01-01T00:00:00Z',
  confirmations: 1,
  reward: null,
  transaction: null,
};

describe('a line of history', () => {
  it('counts a payment out with its fee, and a payment in without', () => {
    const paid = { ...line, transaction };
    expect(effectOn('anna', paid)).toEqual({ kind: 'out', sign: '−', crumbs: 107, other: 'bert' });
    expect(effectOn('bert', paid)).toEqual({ kind: 'in', sign: '+', crumbs: 100, other: 'anna' });
  });

  it('costs only the fee when one pays oneself', () => {
    const own = { ...line, transaction: { ...transaction, recipient: 'anna' } };
    expect(effectOn('anna', own)).toEqual({ kind: 'self', sign: '−', crumbs: 7 });
  });

  it('adds a reward, and says nothing when there is nothing', () => {
    const mined = { ...line, reward: { recipient: 'anna', amount: 50 } };
    expect(effectOn('anna', mined)).toEqual({ kind: 'reward', sign: '+', crumbs: 50 });
    expect(effectOn('anna', line)).toBeUndefined();
  });
});
