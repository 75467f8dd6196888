import { sha256 } from '@noble/hashes/sha2.js';
import { equalBytes, utf8 } from '../primitives/bytes.ts';
import type { Clock } from '../primitives/clock.port.ts';
import type { Hash } from '../primitives/hash.ts';
import { invariant } from '../primitives/invariant.ts';
import { accepted, type Refusal, type Result, refused } from '../primitives/result.ts';
import { decodeTransaction, type Transaction } from '../transaction/transaction.ts';
import type { IdempotencyRefusal } from './idempotency.errors.ts';
import type { KeyedPayment, PaymentKeyStore } from './payment-key-store.port.ts';
import type { PaymentRequest, SendPayment, SendRefusal } from './send-payment.ts';

/** The usual time for such keys: whoever tries again for a whole day has other troubles. */
const KEY_LIFETIME_MS = 24 * 60 * 60 * 1000;

/** The newest block of a living chain is no older; where a chain rests, keys are kept for longer. */
const MAX_TIP_AGE_MS = 2 * 60 * 60 * 1000;

/** Some 50 MB of disk at most; with more payments a day the oldest keys go early. */
const MAX_KEYS = 100_000;

const MAX_KEY_LENGTH = 255;
const KEY = /^[\x21-\x7e]{1,255}$/;

export interface PaidOnce {
  readonly transaction: Transaction;
  /** It had been paid before this call. */
  readonly replayed: boolean;
}

export type PaidOnceResult<Reason extends Refusal> = Result<PaidOnce, IdempotencyRefusal | SendRefusal<Reason>>;

export interface IdempotentPaymentsDependencies<Reason extends Refusal> {
  readonly payments: Pick<SendPayment<Reason>, 'send' | 'handIn'>;
  readonly store: PaymentKeyStore;
  readonly clock: Clock;
  /** Milliseconds since 1970 of the newest block: what time it is by others' clocks. */
  tipTimeMs(): number;
  /** Whether a transaction is open or confirmed. */
  isKnown(id: Hash): Promise<boolean>;
}

interface Running<Reason extends Refusal> {
  readonly fingerprint: Uint8Array;
  readonly outcome: Promise<PaidOnceResult<Reason>>;
}

/**
 * Pays once for each key, however often it is asked, at once or after a restart. The signed transaction is kept before
 * it is handed in: if the program ends in between, the very same one is handed in again, and its nonce is used once.
 * A refused payment frees its key: nothing has happened, so trying again is safe. A key has had its day only when the
 * chain bears the clock out: one that jumps, or was wrong until now, makes no second payment.
 */
export class IdempotentPayments<Reason extends Refusal> {
  private readonly running = new Map<string, Running<Reason>>();

  constructor(private readonly dependencies: IdempotentPaymentsDependencies<Reason>) {}

  async pay(key: string, request: PaymentRequest): Promise<PaidOnceResult<Reason>> {
    if (!KEY.test(key)) return refused({ code: 'idempotency-key-invalid', maximumLength: MAX_KEY_LENGTH });
    const fingerprint = fingerprintOf(request);
    const running = this.running.get(key);
    if (running !== undefined) {
      if (!equalBytes(running.fingerprint, fingerprint)) return refused({ code: 'idempotency-key-reused' });
      const outcome = await running.outcome;
      return outcome.ok ? accepted({ ...outcome.value, replayed: true }) : outcome;
    }
    const outcome = this.settle(key, fingerprint, request).finally(() => this.running.delete(key));
    this.running.set(key, { fingerprint, outcome });
    return outcome;
  }

  private async settle(key: string, fingerprint: Uint8Array, request: PaymentRequest): Promise<PaidOnceResult<Reason>> {
    const { store, clock, payments, tipTimeMs } = this.dependencies;
    const earlier = await store.find(key);
    const signedBeforeMs = Math.min(clock.nowMs(), tipTimeMs() + MAX_TIP_AGE_MS) - KEY_LIFETIME_MS;
    if (earlier !== undefined && earlier.signedAtMs >= signedBeforeMs) return this.replay(earlier, fingerprint);
    const paid = await payments.send(request, (transaction) => {
      const signedAtMs = Math.max(clock.nowMs(), tipTimeMs());
      const payment = { key, fingerprint, transaction: transaction.bytes, signedAtMs, taken: false };
      return store.keep(payment, { signedBeforeMs, maximum: MAX_KEYS });
    });
    if (!paid.ok) {
      await store.forget(key);
      return paid;
    }
    await store.noteTaken(key);
    return accepted({ transaction: paid.value, replayed: false });
  }

  private async replay(earlier: KeyedPayment, fingerprint: Uint8Array): Promise<PaidOnceResult<Reason>> {
    if (!equalBytes(earlier.fingerprint, fingerprint)) return refused({ code: 'idempotency-key-reused' });
    const decoded = decodeTransaction(earlier.transaction);
    invariant(decoded.ok, 'a kept payment is a transaction');
    const transaction = decoded.value;
    if (!earlier.taken) {
      const { payments, store, isKnown } = this.dependencies;
      // The program ended between signing and taking. If it cannot be taken now it still holds its key: never a second.
      const handedIn = (await isKnown(transaction.id)) ? accepted(undefined) : await payments.handIn(transaction);
      if (!handedIn.ok) return handedIn;
      await store.noteTaken(earlier.key);
    }
    return accepted({ transaction, replayed: true });
  }
}

/** What a payment asks for, in one form: leaving something out is asking for what is then taken. */
function fingerprintOf({ recipient, amount, fee, memo }: PaymentRequest): Uint8Array {
  return sha256(utf8(JSON.stringify([recipient.toLowerCase(), amount, fee ?? null, memo ?? ''])));
}
