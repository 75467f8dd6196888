import type { Clock, Timer } from '../primitives/clock.port.ts';
import type { Hash } from '../primitives/hash.ts';
import type { Log } from '../primitives/log.port.ts';
import type { Transaction } from '../transaction/transaction.ts';
import { MAX_INVENTORY_IDS, MAX_TRANSACTIONS_PER_ANSWER, REQUEST_TIMEOUT_MS } from './limits.ts';
import type { OpenTransactions } from './open-transactions.ts';
import type { Peer } from './peer.ts';
import type { Roster } from './roster.ts';

/** Inventories wait a moment for company: one message then tells of many. */
const INVENTORY_DELAY_MS = 100;
/** Ids that wait to be announced; a flood beyond it reaches others when they ask for everything. */
const MAX_PENDING_IDS = 20_000;

export interface TransactionRelayDependencies {
  readonly open: OpenTransactions;
  readonly roster: Roster;
  readonly clock: Clock;
  readonly log: Log;
  /** Notes a breach of a rule by a peer. */
  readonly report: (peer: Peer, code: string) => void;
}

/** Tells peers of open transactions by their ids, and fetches those that peers tell of. */
export class TransactionRelay {
  private pending: Hash[] = [];
  private timer: Timer | undefined;
  /** Ids asked of some peer right now: not asked of another. */
  private readonly fetching = new Set<Hash>();

  constructor(private readonly dependencies: TransactionRelayDependencies) {}

  /** A transaction became open here: others hear of it soon. */
  opened(transaction: Transaction): void {
    if (this.pending.length >= MAX_PENDING_IDS) return;
    this.pending.push(transaction.id);
    this.timer ??= this.dependencies.clock.setTimer(INVENTORY_DELAY_MS, () => this.flush());
  }

  stop(): void {
    this.timer?.cancel();
    this.pending = [];
  }

  /** An inventory from a peer: how many of these are new. They are fetched after this answer. */
  inventory(peer: Peer, ids: readonly Hash[]): number {
    const wanted: Hash[] = [];
    for (const id of ids) {
      peer.known.set(id, true);
      if (this.fetching.has(id) || this.dependencies.open.has(id)) continue;
      wanted.push(id);
    }
    if (wanted.length > 0) void this.fetch(peer, wanted);
    return wanted.length;
  }

  /** What a new peer has open. */
  async learnFrom(peer: Peer): Promise<void> {
    const answer = await peer.session.request('GETOPENTRANSACTIONS', {}, REQUEST_TIMEOUT_MS);
    if (answer.ok) this.inventory(peer, answer.value.ids);
  }

  private flush(): void {
    this.timer = undefined;
    const ids = this.pending.filter((id) => this.dependencies.open.has(id));
    this.pending = [];
    for (const peer of this.dependencies.roster.all()) {
      const news = ids.filter((id) => !peer.known.has(id));
      for (let from = 0; from < news.length; from += MAX_INVENTORY_IDS) {
        const batch = news.slice(from, from + MAX_INVENTORY_IDS);
        for (const id of batch) peer.known.set(id, true);
        void peer.session.request('BRTRANSACTION', { ids: batch }, REQUEST_TIMEOUT_MS);
      }
    }
  }

  private async fetch(peer: Peer, ids: readonly Hash[]): Promise<void> {
    for (const id of ids) this.fetching.add(id);
    try {
      for (let from = 0; from < ids.length; from += MAX_TRANSACTIONS_PER_ANSWER) {
        const batch = ids.slice(from, from + MAX_TRANSACTIONS_PER_ANSWER);
        const answer = await peer.session.request('GETDATA', { ids: batch }, REQUEST_TIMEOUT_MS);
        if (!answer.ok) return;
        await Promise.all(answer.value.transactions.map((bytes) => this.take(peer, bytes)));
      }
    } catch (error) {
      this.dependencies.log.error('open transactions could not be taken', { error: String(error) });
    } finally {
      for (const id of ids) this.fetching.delete(id);
    }
  }

  private async take(peer: Peer, bytes: Uint8Array): Promise<void> {
    const result = await this.dependencies.open.submit(bytes);
    if (!result.ok) this.dependencies.report(peer, result.refusal.code);
  }
}
