import type { Payment } from './api-types.ts';

/** A payment handed to the peer under a key, of which no answer has come yet. */
export interface PaymentAttempt {
  readonly payment: Payment;
  /** Idempotency-Key: under it the peer pays once, however often it is asked. */
  readonly key: string;
  /** When it was first sent (page clock, ms). */
  readonly sentMs: number;
}

/** Survives a reload of this tab, and goes with it. */
const STORAGE_KEY = 'cheesechain.payment';
/** The peer remembers keys for a day: an older attempt sent again could pay twice, so it is forgotten a little before. */
const KEY_LIFETIME_MS = 23 * 60 * 60 * 1000;

type Kept = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** 128 random bits as 32 hex digits. `crypto.randomUUID` is missing over plain HTTP from another machine. */
export function newPaymentKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function samePayment(a: Payment, b: Payment): boolean {
  return a.recipient === b.recipient && a.amount === b.amount && a.fee === b.fee && (a.memo ?? '') === (b.memo ?? '');
}

export function keepAttempt(storage: Kept, attempt: PaymentAttempt): void {
  storage.setItem(STORAGE_KEY, JSON.stringify(attempt));
}

export function forgetAttempt(storage: Kept): void {
  storage.removeItem(STORAGE_KEY);
}

/** The attempt whose answer never came, or undefined; whatever else stands there reads as none. */
export function keptAttempt(storage: Kept, nowMs: number): PaymentAttempt | undefined {
  const attempt = parsed(storage.getItem(STORAGE_KEY) ?? '');
  if (!isAttempt(attempt) || nowMs - attempt.sentMs > KEY_LIFETIME_MS) return undefined;
  return attempt;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isAttempt(value: unknown): value is PaymentAttempt {
  const { payment, key, sentMs } = (value ?? {}) as Partial<PaymentAttempt>;
  return (
    typeof key === 'string' &&
    typeof sentMs === 'number' &&
    typeof payment?.recipient === 'string' &&
    Number.isSafeInteger(payment.amount)
  );
}
