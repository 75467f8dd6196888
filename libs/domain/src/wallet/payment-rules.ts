import { utf8 } from '../primitives/bytes.ts';
import type { Crumbs } from '../primitives/crumbs.ts';
import { accepted, firstRefusal, type Result, refused } from '../primitives/result.ts';
import { MAX_MEMO_BYTES } from '../transaction/transaction.ts';
import type { PaymentRefusal } from './payment.errors.ts';

/** More UTF-16 units than this are surely more bytes than a memo has: they aren't even encoded. */
const MAX_MEMO_CHARACTERS = MAX_MEMO_BYTES;

/** 1 … all the money there will ever be, whole. */
export function checkPaymentAmount(amount: number, maximum: Crumbs): PaymentRefusal | undefined {
  if (Number.isSafeInteger(amount) && amount >= 1 && amount <= maximum) return undefined;
  return { code: 'payment-amount', amount, minimum: 1, maximum };
}

/** 0 … all the money there will ever be, whole. */
export function checkPaymentFee(fee: number, maximum: Crumbs): PaymentRefusal | undefined {
  if (Number.isSafeInteger(fee) && fee >= 0 && fee <= maximum) return undefined;
  return { code: 'payment-fee', fee, minimum: 0, maximum };
}

/** Compared by difference, since the sum could pass 2^53. */
export function checkPaymentTotal(amount: number, fee: number, maximum: Crumbs): PaymentRefusal | undefined {
  return fee <= maximum - amount ? undefined : { code: 'payment-total-too-large', amount, fee, maximum };
}

/** Amount, fee and both together. */
export function checkPaymentMoney(amount: number, fee: number, maximum: Crumbs): PaymentRefusal | undefined {
  return firstRefusal([
    () => checkPaymentAmount(amount, maximum),
    () => checkPaymentFee(fee, maximum),
    () => checkPaymentTotal(amount, fee, maximum),
  ]);
}

/** The bytes of a memo, 0 … 256. */
export function encodeMemo(memo: string): Result<Uint8Array, PaymentRefusal> {
  if (memo.length > MAX_MEMO_CHARACTERS) return refused(tooLong(memo.length));
  if (/\p{Surrogate}/u.test(memo)) return refused({ code: 'payment-memo-malformed' });
  const bytes = utf8(memo);
  return bytes.length <= MAX_MEMO_BYTES ? accepted(bytes) : refused(tooLong(bytes.length));
}

function tooLong(bytes: number): PaymentRefusal {
  return { code: 'payment-memo-too-long', bytes, maximum: MAX_MEMO_BYTES };
}
