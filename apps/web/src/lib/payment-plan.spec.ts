import { bech32m } from '@scure/base';
import {
  amountWhileTyping,
  BARE_TRANSACTION_BYTES,
  feeOf,
  type PaymentContext,
  type PaymentDraft,
  planPayment,
  ratesFor,
} from './payment-plan.ts';

const addressOf = (prefix: string) => bech32m.encode(prefix, [0, ...bech32m.toWords(new Uint8Array(20).fill(7))]);
const recipient = addressOf('dcheese');
const rates = { low: 1, normal: 10, high: 30, newAccount: 20 };
const draft: PaymentDraft = { recipient, amount: '1.5', memo: '', speed: 'normal' };
const context: PaymentContext = { prefix: 'dcheese', balance: 1_000_000_000, reserved: 0, immature: 0, rates };

describe('a payment about to be sent', () => {
  it('has the recipient, exact crumbs and the chosen fee', () => {
    const payment = { recipient, amount: 150_000_000, fee: 10 * BARE_TRANSACTION_BYTES };
    expect(planPayment(draft, context)).toEqual({ ok: true, payment });
  });

  it('leaves the fee to the peer when no rates are known, and takes a memo along', () => {
    const plan = planPayment({ ...draft, memo: 'Käse' }, { ...context, rates: undefined });
    expect(plan).toEqual({ ok: true, payment: { recipient, amount: 150_000_000, memo: 'Käse' } });
  });

  it('pays for the bytes of its memo', () => {
    expect(feeOf('🧀', 'high', rates)).toBe(30 * (BARE_TRANSACTION_BYTES + 4));
    expect(feeOf('', 'high', undefined)).toBeUndefined();
  });

  it('pays at least what an account costs, if it makes one', () => {
    expect(ratesFor(rates, true)).toEqual({ low: 20, normal: 20, high: 30, newAccount: 20 });
    expect(ratesFor(rates, false)).toBe(rates);
    expect(ratesFor(undefined, true)).toBeUndefined();
  });

  it('says what is wrong with every field at once', () => {
    const plan = planPayment(
      { recipient: addressOf('cheese'), amount: '1,5', memo: '🧀'.repeat(65), speed: 'low' },
      context,
    );
    expect(plan.ok).toBe(false);
    if (!plan.ok) {
      expect(plan.problems.recipient).toMatch(/mainnet/);
      expect(plan.problems.amount).toMatch(/point/);
      expect(plan.problems.memo).toMatch(/260/);
    }
  });

  it('may spend everything but the fee, and not one crumb more', () => {
    const fee = 10 * BARE_TRANSACTION_BYTES;
    const limits = { ...context, balance: 1000 + fee + 500, reserved: 500 };
    expect(planPayment({ ...draft, amount: '0.00001' }, limits).ok).toBe(true);
    const over = planPayment({ ...draft, amount: '0.00001001' }, limits);
    expect(over.ok || over.problems.amount).toMatch(/at most 0\.00001 cheesecoin after the fee/);
  });

  it('leads someone without coins to their first cheese', () => {
    const plan = planPayment(draft, { ...context, balance: 0 });
    expect(plan.ok || plan.problems.amount).toMatch(/make a cheese/);
    const ripening = planPayment(draft, { ...context, balance: 0, immature: 5_000_000_000 });
    expect(ripening.ok || ripening.problems.amount).toMatch(/still ripening/);
  });
});

describe('an amount while it is typed', () => {
  const limits = { balance: 200_000_000, reserved: 0, immature: 0 };
  const said = (typed: string) => amountWhileTyping(typed, limits, 154);

  it.each(['', ' ', '0', '0.', '0.0', '0.0000000', '.', '1', '1.', '1.5', '0.00000001'])(
    'may still be right at %j',
    (typed) => {
      expect(said(typed)).toBeUndefined();
    },
  );

  it.each([
    ['-', /no sign/],
    ['1,', /point/],
    ['1e', /in digits/],
    ['1e9', /in digits/],
    ['0.000000001', /smallest piece/],
    ['0.00000000', /Zero/],
    ['two', /Only digits/],
    ['3', /more than you can spend/],
  ])('is told at once what no more typing can mend: %j', (typed, sentence) => {
    expect(said(typed)).toMatch(sentence);
  });
});
