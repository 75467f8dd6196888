import { readAddress } from './address.ts';
import { formatCheesecoin, parseCheesecoin } from './amount.ts';
import type { FeeRates, Payment } from './api-types.ts';
import { memoBytes } from './memo.ts';

export const MAX_MEMO_BYTES = 256;
/** Size of a transaction without its memo: 86 bytes of body, 64 of signature, 4 of offset (SSZ). */
export const BARE_TRANSACTION_BYTES = 154;

export type FeeSpeed = Exclude<keyof FeeRates, 'newAccount'>;

/** What the person typed into the send form. */
export interface PaymentDraft {
  readonly recipient: string;
  readonly amount: string;
  readonly memo: string;
  readonly speed: FeeSpeed;
}

type Funds = Pick<PaymentContext, 'balance' | 'reserved' | 'immature'>;

export interface PaymentContext {
  readonly prefix: string | undefined;
  readonly balance: number;
  /** What open payments of this account will still take, crumbs. */
  readonly reserved: number;
  /** Rewards that can't be spent yet, crumbs. */
  readonly immature: number;
  readonly rates: FeeRates | undefined;
}

export type PaymentField = 'recipient' | 'amount' | 'memo';

export type PaymentPlan =
  | { readonly ok: true; readonly payment: Payment }
  | { readonly ok: false; readonly problems: Partial<Record<PaymentField, string>> };

/** The rates of a payment, which are higher when it makes an account: every peer keeps that for ever. */
export function ratesFor(rates: FeeRates | undefined, makesAccount: boolean): FeeRates | undefined {
  if (rates === undefined || !makesAccount) return rates;
  const { low, normal, high, newAccount } = rates;
  const least = (rate: number) => Math.max(rate, newAccount);
  return { low: least(low), normal: least(normal), high: least(high), newAccount };
}

/** The fee in crumbs for a payment with this memo, or undefined when the peer is left to choose. */
export function feeOf(memo: string, speed: FeeSpeed, rates: FeeRates | undefined): number | undefined {
  return rates === undefined ? undefined : Math.ceil(rates[speed] * (BARE_TRANSACTION_BYTES + memoBytes(memo)));
}

/** Checks a draft all at once, so that every field can say what is wrong with it, and makes the payment of it. */
export function planPayment(draft: PaymentDraft, context: PaymentContext): PaymentPlan {
  const problems: Partial<Record<PaymentField, string>> = {};
  const recipient = readAddress(draft.recipient, context.prefix);
  if (!recipient.ok) problems.recipient = recipient.sentence;
  const amount = parseCheesecoin(draft.amount);
  const fee = feeOf(draft.memo, draft.speed, context.rates);
  if (!amount.ok) problems.amount = amount.sentence;
  else if (amount.crumbs + (fee ?? 0) > context.balance - context.reserved) problems.amount = shortfall(context, fee);
  const memo = memoTooLong(draft.memo);
  if (memo !== undefined) problems.memo = memo;
  if (!recipient.ok || !amount.ok || Object.keys(problems).length > 0) return { ok: false, problems };
  const payment: { -readonly [K in keyof Payment]: Payment[K] } = {
    recipient: recipient.address,
    amount: amount.crumbs,
  };
  if (fee !== undefined) payment.fee = fee;
  if (draft.memo !== '') payment.memo = draft.memo;
  return { ok: true, payment };
}

/**
 * What is wrong with an amount that more typing can't mend, or undefined: an empty field and `1.` may still become
 * something. `fee` in crumbs, undefined when the peer chooses it.
 */
export function amountWhileTyping(typed: string, context: Funds, fee: number | undefined): string | undefined {
  const text = typed.trim();
  if (text === '' || /^0*\.?0{0,7}$/.test(text) || /^\d+\.$/.test(text)) return undefined;
  const amount = parseCheesecoin(text);
  if (!amount.ok) return amount.sentence;
  return amount.crumbs + (fee ?? 0) > context.balance - context.reserved ? shortfall(context, fee) : undefined;
}

/** Says so when a memo is longer than the chain takes. */
export function memoTooLong(memo: string): string | undefined {
  const bytes = memoBytes(memo);
  return bytes > MAX_MEMO_BYTES ? `A memo has at most ${MAX_MEMO_BYTES} bytes; this one has ${bytes}.` : undefined;
}

function shortfall(context: Funds, fee: number | undefined): string {
  const free = context.balance - context.reserved;
  const most = Math.max(0, free - (fee ?? 0));
  if (most === 0 && context.immature > 0) {
    return 'Your reward is still ripening: make or wait for some more cheeses, then you can spend it.';
  }
  if (most === 0 && context.reserved > 0)
    return 'All you have is on its way out already: once a cheese confirms that, you see what is left.';
  if (most === 0) return 'There is nothing to spend yet: make a cheese first, its reward is yours.';
  const waiting = context.reserved > 0 ? ' (some is on its way out already)' : '';
  const withFee = fee === undefined ? ', less a small fee' : ' after the fee';
  return `That is more than you can spend: at most ${formatCheesecoin(most)} cheesecoin${withFee}${waiting}.`;
}
