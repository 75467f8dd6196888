import type { Clock } from '../primitives/clock.port.ts';
import { addCrumbs, type Crumbs } from '../primitives/crumbs.ts';
import type { Hash } from '../primitives/hash.ts';
import { accepted, type Result } from '../primitives/result.ts';
import type { AccountId } from '../transaction/account.ts';
import type { Transaction } from '../transaction/transaction.ts';
import type { FeeEstimates, FeeEstimator } from './fee-estimator.ts';
import { type CursorRefusal, cursorAfter, MAX_LIST_LENGTH, type OpenPage, readCursor } from './open-page.ts';
import type { OpenTransaction } from './open-transaction.ts';
import type { PoolState } from './pool-state.ts';
import type { RateFloor } from './rate-floor.ts';
import { type BlockSpace, selectTransactions } from './select-transactions.ts';

/** What is open for one account. Amounts in crumbs. */
export interface Pending {
  /** Amounts of open payments to it that could be mined now. */
  readonly incoming: Crumbs;
  /** Amounts and fees of all its own. */
  readonly outgoing: Crumbs;
  /** The nonce for its next payment; undefined when it has none open: then the confirmed one. */
  readonly nextNonce: number | undefined;
  /** Its own, in nonce order. */
  readonly sent: readonly OpenTransaction[];
  /** Payments to it, the latest first. */
  readonly received: readonly OpenTransaction[];
}

/** Everything that can be asked of the open transactions; it changes nothing. */
export class MempoolView {
  constructor(
    private readonly pool: PoolState,
    private readonly floor: RateFloor,
    private readonly estimator: FeeEstimator,
    private readonly clock: Clock,
  ) {}

  /** How many there are, those behind gaps included. */
  get size(): number {
    return this.pool.entries.size;
  }

  get behindGap(): number {
    return this.pool.behindGap.size;
  }

  /** Canonical bytes of all. */
  get bytes(): number {
    return this.pool.bytes;
  }

  has(id: Hash): boolean {
    return this.pool.entries.has(id);
  }

  byId(id: Hash): OpenTransaction | undefined {
    return this.pool.entries.get(id);
  }

  /** All, for whoever looks for a block's transactions. In no particular order. */
  *all(): Generator<Transaction> {
    for (const { transaction } of this.pool.entries.values()) yield transaction;
  }

  /** Those that other peers may be told of: none behind a gap, each after the earlier ones of its account. */
  *relayable(): Generator<Transaction> {
    for (const { entries } of this.pool.queues.values()) {
      for (const { behindGap, transaction } of entries) if (!behindGap) yield transaction;
    }
  }

  /** A page of those that can be mined, best fee rate first. `limit`: 1 … {@link MAX_LIST_LENGTH}. */
  list(limit: number, before?: string): Result<OpenPage, CursorRefusal> {
    const place = before === undefined ? undefined : readCursor(before);
    if (place?.ok === false) return place;
    const transactions: OpenTransaction[] = [];
    const length = Math.max(1, Math.min(limit, MAX_LIST_LENGTH));
    for (const entry of this.pool.ready.fromBest(place?.value)) {
      if (transactions.length === length) {
        return accepted({ transactions, next: cursorAfter(transactions[length - 1] as OpenTransaction) });
      }
      transactions.push(entry);
    }
    return accepted({ transactions, next: null });
  }

  pendingOf(account: AccountId): Pending {
    const queue = this.pool.queues.get(account);
    const sent = queue?.entries ?? [];
    const received = [...this.pool.incoming.to(account)];
    return {
      incoming: received.reduce(
        (sum, { behindGap, transaction }) => (behindGap ? sum : addCrumbs(sum, transaction.amount)),
        0 as Crumbs,
      ),
      outgoing: sent.reduce((sum, { cost }) => addCrumbs(sum, cost as Crumbs), 0 as Crumbs),
      nextNonce: queue?.nextNonce,
      sent: [...sent],
      received,
    };
  }

  /** Transactions for a block, best fee rate first, in an order in which they connect. */
  select(space: BlockSpace): Transaction[] {
    return selectTransactions(this.pool.queues.values(), space);
  }

  /** Crumbs per byte that a newcomer pays now, not rounded. */
  floorRate(): number {
    return this.floor.at(this.clock.nowMs());
  }

  feeEstimates(): FeeEstimates {
    return this.estimator.estimate(this.pool.ready.fromBest(), this.floorRate());
  }
}
