import type { AccountState } from '../ledger/account-state.ts';
import type { Hash } from '../primitives/hash.ts';
import type { AccountId } from '../transaction/account.ts';
import type { Transaction } from '../transaction/transaction.ts';
import { AccountQueue } from './account-queue.ts';
import { ChangeLog } from './change-log.ts';
import { IncomingPayments } from './incoming-payments.ts';
import type { MempoolRefusal } from './mempool.errors.ts';
import type { MempoolEvent } from './mempool-event.ts';
import type { MempoolParameters } from './mempool-parameters.ts';
import { OpenTransaction } from './open-transaction.ts';
import { RateOrder } from './rate-order.ts';

/**
 * The open transactions under every key by which they are asked for. {@link settle} holds what must always be true of
 * an account: its ready transactions follow its confirmed ones in order and its confirmed balance covers all of them.
 */
export class PoolState {
  /** Those that can be mined, each after the ones before it in its account. */
  readonly ready = new RateOrder();
  readonly behindGap = new RateOrder();
  readonly incoming = new IncomingPayments();
  readonly log = new ChangeLog();
  readonly queues: ReadonlyMap<AccountId, AccountQueue>;
  readonly entries: ReadonlyMap<Hash, OpenTransaction>;
  private readonly byAccount = new Map<AccountId, AccountQueue>();
  private readonly byId = new Map<Hash, OpenTransaction>();
  private totalBytes = 0;
  private arrivals = 0;

  constructor(private readonly parameters: MempoolParameters) {
    this.queues = this.byAccount;
    this.entries = this.byId;
  }

  /** Of all transactions, canonical. */
  get bytes(): number {
    return this.totalBytes;
  }

  /** The account's queue, settled on this state; an empty one of its own when it has none. */
  queueFor(account: AccountId, state: AccountState): AccountQueue {
    const queue = this.byAccount.get(account);
    if (queue === undefined) return new AccountQueue(account, state);
    if (queue.state.nonce !== state.nonce || queue.state.balance !== state.balance) this.settle(queue, state);
    return queue;
  }

  /** Puts a transaction into its queue, where no other has its nonce. Nothing is known of it before {@link settle}. */
  insert(queue: AccountQueue, transaction: Transaction, firstSeenMs: number, returned: boolean): OpenTransaction {
    const entry = new OpenTransaction(transaction, firstSeenMs, ++this.arrivals, returned);
    queue.insert(entry);
    this.byAccount.set(queue.account, queue);
    this.byId.set(entry.id, entry);
    this.totalBytes += entry.size;
    this.incoming.add(entry);
    return entry;
  }

  /** Takes a transaction out, as the event says. Unless it was the last of its account, the queue is then settled. */
  remove(entry: OpenTransaction, event: MempoolEvent): void {
    const { senderAccount } = entry.transaction;
    const queue = this.byAccount.get(senderAccount);
    queue?.remove(entry);
    if (queue?.length === 0) this.byAccount.delete(senderAccount);
    this.byId.delete(entry.id);
    this.totalBytes -= entry.size;
    this.incoming.remove(entry);
    if (entry.isPlaced) this.orderOf(entry).remove(entry);
    this.log.close(event);
  }

  drop(entry: OpenTransaction, reason: MempoolRefusal): void {
    this.remove(entry, { kind: 'dropped', transaction: entry.transaction, reason });
  }

  /** Drops what the account's state or the caps no longer allow, and finds out anew what stands behind a gap. */
  settle(queue: AccountQueue, state: AccountState): void {
    queue.state = state;
    this.dropUsed(queue);
    this.dropTooFar(queue);
    this.dropUncovered(queue);
    this.dropBehindGap(queue);
    const { readyCount, entries } = queue;
    for (let i = 0; i < entries.length; i++) this.place(entries[i] as OpenTransaction, i >= readyCount);
  }

  private dropUsed(queue: AccountQueue): void {
    const expected = queue.state.nonce;
    const usedCount = queue.indexOf(expected);
    if (usedCount === 0) return;
    for (const entry of queue.entries.slice(0, usedCount)) {
      this.drop(entry, { code: 'mempool-nonce-used', nonce: entry.nonce, expected });
    }
  }

  private dropTooFar(queue: AccountQueue): void {
    const highest = queue.state.nonce + this.parameters.maximumPerAccount - 1;
    if (queue.last === undefined || queue.last.nonce <= highest) return;
    for (const entry of queue.entries.slice(queue.indexOf(highest + 1)).reverse()) {
      this.drop(entry, { code: 'mempool-nonce-too-far', nonce: entry.nonce, highest });
    }
  }

  private dropUncovered(queue: AccountQueue): void {
    if (queue.isCovered) return;
    const { balance } = queue.state;
    for (const entry of queue.uncovered().reverse()) {
      const needed = queue.costBefore(entry.nonce) + entry.cost;
      this.drop(entry, { code: 'mempool-balance-insufficient', balance, needed });
    }
  }

  private dropBehindGap(queue: AccountQueue): void {
    const maximum = this.parameters.maximumBehindGapPerAccount;
    const { readyCount, nextNonce: expected } = queue;
    if (queue.length <= readyCount + maximum) return;
    for (const entry of queue.entries.slice(readyCount + maximum).reverse()) {
      this.drop(entry, { code: 'mempool-account-gap-full', maximum, expected });
    }
  }

  private place(entry: OpenTransaction, behindGap: boolean): void {
    const isNew = !entry.isPlaced;
    if (!isNew && entry.behindGap === behindGap) return;
    if (!isNew) this.orderOf(entry).remove(entry);
    entry.place(behindGap);
    this.orderOf(entry).insert(entry);
    if (isNew) this.log.open(entry);
    else if (!behindGap) this.log.closeGap(entry);
  }

  private orderOf(entry: OpenTransaction): RateOrder {
    return entry.behindGap ? this.behindGap : this.ready;
  }
}
