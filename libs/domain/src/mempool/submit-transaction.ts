import type { AccountStates } from '../ledger/ledger-view.ts';
import type { EncodingRefusal } from '../primitives/encoding.errors.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';
import type { AccountId } from '../transaction/account.ts';
import type { SignatureVerifier } from '../transaction/signature-verifier.port.ts';
import {
  checkTransactionFields,
  signatureCheckOf,
  type TransactionContext,
  whySignatureFails,
} from '../transaction/structural-rules.ts';
import type { TransactionRefusal } from '../transaction/transaction.errors.ts';
import { decodeTransaction, type Transaction } from '../transaction/transaction.ts';
import { checkFee } from './admission-rules.ts';
import type { MempoolRefusal } from './mempool.errors.ts';
import type { Admission, Mempool } from './mempool.ts';
import type { MempoolUpdates } from './mempool-updates.ts';
import type { SignatureCache } from './signature-cache.ts';

export type SubmitRefusal = EncodingRefusal | TransactionRefusal | MempoolRefusal;
export type Submission = Result<Admission, SubmitRefusal>;

/** `own`: somebody here waits for the word that it is safe; `peer`: other peers hold it too. */
export type Origin = 'own' | 'peer';

export interface SubmitDependencies {
  readonly mempool: Mempool;
  readonly updates: MempoolUpdates;
  readonly verifier: SignatureVerifier;
  readonly verified: SignatureCache;
  readonly context: TransactionContext;
  /** Accounts as the best chain leaves them. */
  accounts(accounts: readonly AccountId[]): Promise<AccountStates>;
}

/** About a second of signature checks, of either origin: whoever comes later had better come again. */
export const MAX_WAITING_TRANSACTIONS = 16_384;

/** Large enough to share one write and one read of accounts; small enough to hold the event loop under 10 ms. */
const MAX_BATCH_TRANSACTIONS = 256;

interface Waiting {
  readonly transaction: Transaction;
  readonly origin: Origin;
  readonly resolve: (submission: Submission) => void;
  readonly reject: (reason: unknown) => void;
}

interface Batch {
  readonly waiting: readonly Waiting[];
  /** Whether each signature is good; an error when the verifier failed. */
  readonly answers: Promise<{ readonly good: readonly boolean[] } | { readonly error: unknown }>;
}

/**
 * Takes transactions from wherever they come: bytes, then structure, then signature, then the mempool's rules. What
 * comes at the same time is checked and stored together, in the order in which it came from here or from elsewhere.
 */
export class SubmitTransaction {
  private readonly waiting: Readonly<Record<Origin, Waiting[]>> = { own: [], peer: [] };
  private working = false;

  constructor(private readonly dependencies: SubmitDependencies) {}

  /** Resolves when the transaction is open and stored, or refused. Fails only when the node itself does. */
  async submit(bytes: Uint8Array, origin: Origin): Promise<Submission> {
    // A copy: it stays for days, and must not hold the message that brought it in memory.
    const decoded = decodeTransaction(new Uint8Array(bytes));
    if (!decoded.ok) return decoded;
    const refusal = checkTransactionFields(decoded.value, this.dependencies.context);
    if (refusal !== undefined) return refused(refusal);
    const waiting = this.waiting[origin];
    if (waiting.length >= MAX_WAITING_TRANSACTIONS) {
      return refused({ code: 'mempool-busy', maximum: MAX_WAITING_TRANSACTIONS });
    }
    return new Promise<Submission>((resolve, reject) => {
      waiting.push({ transaction: decoded.value, origin, resolve, reject });
      this.startWork();
    });
  }

  /** One answer each, in their order. */
  submitAll(list: readonly Uint8Array[], origin: Origin): Promise<Submission[]> {
    return Promise.all(list.map((bytes) => this.submit(bytes, origin)));
  }

  private startWork(): void {
    if (this.working) return;
    this.working = true;
    // After the calls of this turn, so that they share a batch.
    void Promise.resolve().then(() => this.work());
  }

  private async work(): Promise<void> {
    let batch = this.startBatch();
    while (batch !== undefined) {
      // The next batch is hashed while the threads check this one, and is checked while this one is taken in.
      const following = this.startBatch();
      await this.finishBatch(batch);
      batch = following ?? this.startBatch();
    }
    this.working = false;
  }

  private startBatch(): Batch | undefined {
    // A payment made here needn't wait for a flood from elsewhere.
    const lane = this.waiting.own.length > 0 ? this.waiting.own : this.waiting.peer;
    if (lane.length === 0) return undefined;
    const { context, verifier, verified } = this.dependencies;
    const waiting = lane.splice(0, MAX_BATCH_TRANSACTIONS).filter((each) => !this.refuseEarly(each));
    const unverified = waiting.filter(({ transaction }) => !verified.has(transaction.id));
    const checks = unverified.map(({ transaction }) => signatureCheckOf(transaction, context.genesisHash));
    const answers = (checks.length === 0 ? Promise.resolve([]) : verifier.verify(checks)).then(
      (good) => {
        unverified.forEach(({ transaction }, index) => {
          if (good[index] === true) verified.add(transaction.id);
        });
        const bad = new Set(unverified.filter((_, index) => good[index] !== true));
        return { good: waiting.map((each) => !bad.has(each)) };
      },
      (error: unknown) => ({ error }),
    );
    return { waiting, answers };
  }

  /** What a look at the pool refuses already costs no signature check. */
  private refuseEarly({ transaction, resolve }: Waiting): boolean {
    const { view } = this.dependencies.mempool;
    const refusal: MempoolRefusal | undefined = view.has(transaction.id)
      ? { code: 'mempool-known', id: transaction.id }
      : checkFee(transaction, view.floorRate());
    if (refusal !== undefined) resolve(refused(refusal));
    return refusal !== undefined;
  }

  private async finishBatch({ waiting, answers }: Batch): Promise<void> {
    try {
      const checked = await answers;
      if ('error' in checked) throw checked.error;
      const [good, bad] = [
        waiting.filter((_, index) => checked.good[index] === true),
        waiting.filter((_, index) => checked.good[index] !== true),
      ];
      for (const { transaction, resolve } of bad) resolve(refused(whySignatureFails(transaction)));
      if (good.length === 0) return;
      const durability = good.some(({ origin }) => origin === 'own') ? 'full' : 'normal';
      const submissions = await this.dependencies.updates.run((mempool) => this.admit(mempool, good), durability);
      good.forEach(({ resolve }, index) => {
        resolve(submissions[index] as Submission);
      });
    } catch (error) {
      for (const { reject } of waiting) reject(error);
    }
  }

  private async admit(mempool: Mempool, waiting: readonly Waiting[]): Promise<Submission[]> {
    const accounts = new Set<AccountId>();
    for (const { transaction } of waiting) accounts.add(transaction.senderAccount).add(transaction.recipient);
    const states = await this.dependencies.accounts([...accounts]);
    return waiting.map(({ transaction }) => {
      const sender = states.get(transaction.senderAccount);
      const admission = mempool.admit(transaction, {
        sender,
        recipientExists: states.get(transaction.recipient) !== undefined,
      });
      return admission.ok ? accepted(admission.value) : admission;
    });
  }
}
