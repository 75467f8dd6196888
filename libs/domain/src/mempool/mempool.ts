import { type AccountState, EMPTY_ACCOUNT } from '../ledger/account-state.ts';
import type { AccountStates } from '../ledger/ledger-view.ts';
import type { Clock } from '../primitives/clock.port.ts';
import { invariant } from '../primitives/invariant.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';
import type { AccountId } from '../transaction/account.ts';
import { decodeTransaction, type Transaction } from '../transaction/transaction.ts';
import type { AccountQueue } from './account-queue.ts';
import type { NetMoves } from './chain-moves.ts';
import type { MempoolChange } from './change-log.ts';
import { chooseVictims } from './eviction.ts';
import { FeeEstimator } from './fee-estimator.ts';
import type { MempoolRefusal } from './mempool.errors.ts';
import type { MempoolParameters } from './mempool-parameters.ts';
import { MempoolView } from './mempool-view.ts';
import type { OpenTransaction } from './open-transaction.ts';
import { type EntryFee, planAdmission } from './plan-admission.ts';
import { PoolState } from './pool-state.ts';
import { RateFloor } from './rate-floor.ts';
import { replacementFee } from './replacement-rules.ts';

/** What the best chain says of the two ends of a payment. */
export interface PaymentEnds {
  /** Undefined: the sender has no account. */
  readonly sender: AccountState | undefined;
  readonly recipientExists: boolean;
}

export interface Admission {
  readonly opened: OpenTransaction;
  /** The transaction with the same nonce that it took the place of. */
  readonly replaced: Transaction | undefined;
  /** Those that made room for it. */
  readonly evicted: readonly Transaction[];
}

/**
 * The open transactions and every policy about them: a plain structure in memory, nothing asynchronous. Structure
 * and signature of what comes in have been checked. After each change {@link takeChange} tells what to store and to
 * publish; `MempoolUpdates` does so.
 */
export class Mempool {
  private readonly pool: PoolState;
  private readonly floor: RateFloor;
  private readonly estimator: FeeEstimator;
  /** All that can be asked. */
  readonly view: MempoolView;

  constructor(
    readonly parameters: MempoolParameters,
    private readonly clock: Clock,
  ) {
    this.pool = new PoolState(parameters);
    this.floor = new RateFloor(parameters.minimumFeeRate, parameters.floorHalfLifeMs);
    this.estimator = new FeeEstimator(parameters.maxBlockBytes);
    this.view = new MempoolView(this.pool, this.floor, this.estimator, clock);
  }

  /** Takes a transaction in, or says which rule it breaks. `waived`: it was open or confirmed before. */
  admit(
    transaction: Transaction,
    ends: PaymentEnds,
    firstSeenMs: number = this.clock.nowMs(),
    entryFee: EntryFee = 'asked',
  ): Result<Admission, MempoolRefusal> {
    if (this.view.has(transaction.id)) return refused({ code: 'mempool-known', id: transaction.id });
    const nowMs = this.clock.nowMs();
    if (this.isTooOld(firstSeenMs, nowMs)) return refused(this.expired(firstSeenMs));
    const queue = this.pool.queueFor(transaction.senderAccount, ends.sender ?? EMPTY_ACCOUNT);
    const replaced = queue.at(transaction.nonce);
    const candidate = {
      transaction,
      queue,
      replaced,
      behindGap: transaction.nonce > queue.nextNonce,
      recipientExists: ends.recipientExists || transaction.recipient === transaction.senderAccount,
      floorRate: this.floor.at(nowMs),
      parameters: this.parameters,
    };
    const plan = planAdmission(this.pool, candidate, entryFee);
    if (!plan.ok) return plan;
    const { outbid, victims, highestEvictedRate } = plan.value;
    for (const entry of outbid) this.dropBehindGap(entry, transaction.fee / transaction.bytes.length);
    this.evict(victims, highestEvictedRate);
    if (replaced !== undefined) {
      this.pool.remove(replaced, { kind: 'replaced', transaction: replaced.transaction, by: transaction.id });
    }
    // Not from the future, where a clock that has been set back would keep it for longer than it should.
    const opened = this.pool.insert(queue, transaction, Math.min(firstSeenMs, nowMs), false);
    this.pool.settle(queue, queue.state);
    const evicted = [...outbid, ...victims].map((entry) => entry.transaction);
    return accepted({ opened, replaced: replaced?.transaction, evicted });
  }

  /** The accounts whose states {@link chainMoved} needs. */
  accountsFor(moves: NetMoves): AccountId[] {
    const { queues } = this.pool;
    if (moves.isGrowth && queues.size === 0) return [];
    if (moves.isGrowth) return [...moves.accounts].filter((account) => queues.has(account));
    // Undoing takes back matured rewards too, of whoever: every account may have less than before.
    const accounts = new Set(queues.keys());
    for (const { senderAccount } of moves.returning.values()) accounts.add(senderAccount);
    return [...accounts];
  }

  /**
   * Follows the chain: transactions that were confirmed leave, those of undone blocks come back, and whatever the
   * accounts no longer allow is dropped. `states`: of {@link accountsFor}, as the best chain is after the moves.
   */
  chainMoved(moves: NetMoves, states: AccountStates): void {
    for (const { connected } of moves.moves) for (const { block } of connected) this.estimator.recordBlock(block);
    if (moves.isGrowth && this.view.size === 0) return;
    for (const [id, confirmation] of moves.confirmed) {
      const entry = this.pool.entries.get(id);
      if (entry !== undefined) this.pool.remove(entry, { kind: 'confirmed', ...confirmation });
    }
    const queues = new Set<AccountQueue>();
    for (const account of states.keys()) {
      const queue = this.pool.queues.get(account);
      if (queue !== undefined) queues.add(queue);
    }
    for (const transaction of moves.returning.values()) {
      const queue = this.takeBack(transaction, states);
      if (queue !== undefined) queues.add(queue);
    }
    for (const queue of queues) this.pool.settle(queue, states.get(queue.account) ?? EMPTY_ACCOUNT);
    this.enforceCaps();
  }

  /** Drops what has been open for too long. */
  expire(): void {
    const nowMs = this.clock.nowMs();
    const queues = new Set<AccountQueue>();
    for (const entry of [...this.pool.entries.values()]) {
      if (!this.isTooOld(entry.firstSeenMs, nowMs)) continue;
      const queue = this.pool.queues.get(entry.transaction.senderAccount);
      if (queue !== undefined) queues.add(queue);
      this.pool.drop(entry, this.expired(entry.firstSeenMs));
    }
    for (const queue of queues) this.pool.settle(queue, queue.state);
    this.enforceCaps();
  }

  /** Everything that changed since the last time. */
  takeChange(): MempoolChange {
    return this.pool.log.take();
  }

  /** Puts a transaction of an undone block back into its queue; its fee doesn't matter, since a miner took it. */
  private takeBack(transaction: Transaction, states: AccountStates): AccountQueue | undefined {
    if (this.view.has(transaction.id)) return undefined;
    const account = transaction.senderAccount;
    const queue = this.pool.queues.get(account) ?? this.pool.queueFor(account, states.get(account) ?? EMPTY_ACCOUNT);
    const present = queue.at(transaction.nonce);
    if (present !== undefined) {
      const needed = replacementFee(present, transaction.bytes.length, this.parameters.minimumFeeRate);
      if (transaction.fee < needed) {
        const reason = { code: 'mempool-replacement-fee', fee: transaction.fee, needed } as const;
        this.pool.log.close({ kind: 'dropped', transaction, reason });
        return undefined;
      }
      this.pool.remove(present, { kind: 'replaced', transaction: present.transaction, by: transaction.id });
    }
    // A copy, so that one small transaction doesn't keep its whole block in memory.
    const copy = decodeTransaction(new Uint8Array(transaction.bytes));
    invariant(copy.ok, 'a confirmed transaction is canonical');
    this.pool.insert(queue, copy.value, this.clock.nowMs(), true);
    return queue;
  }

  private enforceCaps(): void {
    const { maximumBehindGap: maximum, maximumBytes, maximumTransactions } = this.parameters;
    const { behindGap, queues, entries } = this.pool;
    while (behindGap.size > maximum && behindGap.worst !== undefined) {
      const { feeRate, transaction } = behindGap.worst;
      const last = queues.get(transaction.senderAccount)?.last;
      invariant(last !== undefined, 'an open transaction stands in its account’s queue');
      this.dropBehindGap(last, feeRate);
    }
    const [bytes, transactions] = [this.pool.bytes - maximumBytes, entries.size - maximumTransactions];
    const rate = Number.POSITIVE_INFINITY;
    const eviction = chooseVictims(this.pool, { bytes, transactions, rate, leaving: new Set(), behindGap: false });
    invariant(eviction.possible, 'an empty pool is within its caps');
    this.evict(eviction.victims, eviction.highestRate);
  }

  private dropBehindGap(entry: OpenTransaction, floor: number): void {
    const { maximumBehindGap: maximum } = this.parameters;
    this.pool.drop(entry, { code: 'mempool-gap-full', maximum, rate: entry.feeRate, floor });
  }

  /** Each victim is the last of its queue when its turn comes, so no queue needs settling. */
  private evict(victims: readonly OpenTransaction[], highestRate: number): void {
    if (highestRate > 0) this.floor.raiseAbove(highestRate, this.clock.nowMs());
    for (const entry of victims) {
      this.pool.drop(entry, { code: 'mempool-full', rate: entry.feeRate, floor: this.view.floorRate() });
    }
  }

  private isTooOld(firstSeenMs: number, nowMs: number): boolean {
    return nowMs - firstSeenMs > this.parameters.maximumAgeMs;
  }

  private expired(firstSeenMs: number): MempoolRefusal {
    return { code: 'mempool-expired', firstSeenMs, maximumAgeMs: this.parameters.maximumAgeMs };
  }
}
