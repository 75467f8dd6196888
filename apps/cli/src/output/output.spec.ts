import fc from 'fast-check';
import { formatCheesecoin, parseCheesecoin } from './cheesecoin.ts';
import { recordTable } from './record-table.ts';

describe('an amount in cheesecoin', () => {
  it.each([
    ['1', 100_000_000],
    ['1.5', 150_000_000],
    ['0.00000001', 1],
    ['90071992.54740991', Number.MAX_SAFE_INTEGER],
  ])('is read exactly: %s', (text, amount) => {
    expect(parseCheesecoin(text)).toBe(amount);
  });

  it.each(['', '-1', '+1', '1e9', '1,5', '.5', '5.', '0.000000001', ' 1', '0x10', '90071992.54740992', '999999999'])(
    'is refused rather than guessed: %j',
    (text) => {
      expect(parseCheesecoin(text)).toBeUndefined();
    },
  );

  it('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (amount) => {
        expect(parseCheesecoin(formatCheesecoin(amount).replace(' cheesecoin', ''))).toBe(amount);
      }),
    );
  });
});

describe('an answer as a table', () => {
  it('shows amounts in cheesecoin, nested values by their path and lists by their length', () => {
    const table = recordTable({
      openTransactions: 2,
      reward: { amount: 5_000_000_000 },
      transactions: [{}, {}],
      height: null,
    });
    expect(table.split('\n')).toEqual([
      'open transactions  2',
      'reward amount      50 cheesecoin',
      'transactions       2',
      'height             –',
    ]);
  });

  it('takes the power over a terminal from hostile text', () => {
    expect(recordTable({ memo: '\u001b[31mred\u202egnp' })).toBe('memo  �[31mred�gnp');
  });
});
