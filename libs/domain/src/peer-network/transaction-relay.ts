import { BoundedCache } from '../primitives/bounded-cache.ts';
import type { Clock, Timer } from '../primitives/clock.port.ts';
import type { Hash } from '../primitives/hash.ts';
import type { Log } from '../primitives/log.port.ts';
import { type Random, randomInteger } from '../primitives/random.port.ts';
import { decodeTransaction, type Transaction } from '../transaction/transaction.ts';
import { EarlyTransactions } from './early-transactions.ts';
import { inBackground } from './in-background.ts';
import { MAX_INVENTORY_IDS, MAX_TRANSACTIONS_PER_ANSWER, REQUEST_TIMEOUT_MS } from './limits.ts';
import type { OpenTransactions } from './open-transactions.ts';
import type { Peer } from './peer.ts';
import type { ReportBreach } from './report-breach.ts';
import type { Roster } from './roster.ts';
import { WantedTransactions } from './wanted-transactions.ts';

/** Inventories wait a moment for company: one message then tells of many. */
const INVENTORY_DELAY_MS = 100;
/** And for each peer up to so much longer, at random: whoever listens to many nodes does not see where one began. */
const TRICKLE_MS = 150;
/** Ids that wait to be announced; a flood beyond it reaches others when they ask for everything. */
const MAX_PENDING_IDS = 20_000;
/** Refused ids remembered until the chain moves: what many peers tell of is fetched and refused once. */
const MAX_REFUSED_IDS = 20_000;

export interface TransactionRelayDependencies {
  readonly open: OpenTransactions;
  readonly roster: Roster;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Notes a breach of a rule by a peer. */
  readonly report: ReportBreach;
}

/** Tells peers of open transactions by their ids, and fetches those that peers tell of. */
export class TransactionRelay {
  /** Transactions that peers gave us since the start, taken or not, and announcements of ids, to one peer each. */
  readonly totals = { received: 0, announced: 0 };
  private pending: Hash[] = [];
  private timer: Timer | undefined;
  private readonly trickles = new Set<Timer>();
  private readonly wanted = new WantedTransactions();
  private readonly refused = new BoundedCache<Hash, true>(MAX_REFUSED_IDS);
  private readonly early = new EarlyTransactions();
  /** Peers that are being asked: one request at a time each. */
  private readonly asking = new Set<Peer>();
  private stopped = false;

  constructor(private readonly dependencies: TransactionRelayDependencies) {}

  /** A transaction became open here: others hear of it soon. */
  opened(transaction: Transaction): void {
    if (this.pending.length >= MAX_PENDING_IDS || this.stopped) return;
    this.pending.push(transaction.id);
    this.timer ??= this.dependencies.clock.setTimer(INVENTORY_DELAY_MS, () => this.flush());
  }

  /** What was refused may be taken on another chain; what came too early is fetched again. */
  chainMoved(): void {
    this.refused.clear();
    const here = new Set(this.dependencies.roster.all());
    for (const [id, peer] of this.early.take()) if (here.has(peer)) this.wanted.want(peer, id);
    for (const peer of here) this.ask(peer);
  }

  stop(): void {
    this.stopped = true;
    this.timer?.cancel();
    for (const timer of this.trickles) timer.cancel();
    this.trickles.clear();
    this.pending = [];
  }

  /** An inventory from a peer: how many of these are new. They are fetched after this answer. */
  inventory(peer: Peer, ids: readonly Hash[]): number {
    if (!peer.budget.inventoryIds.take(ids.length)) return 0;
    let news = 0;
    for (const id of ids) {
      peer.known.set(id, true);
      if (this.dependencies.open.has(id) || this.refused.has(id)) continue;
      if (this.wanted.want(peer, id)) news++;
    }
    this.ask(peer);
    return news;
  }

  /** What a new peer has open. */
  async learnFrom(peer: Peer): Promise<void> {
    const answer = await peer.session.request('GETOPENTRANSACTIONS', {}, REQUEST_TIMEOUT_MS);
    if (answer.ok) this.inventory(peer, answer.value.ids);
  }

  private flush(): void {
    const { random, clock, roster } = this.dependencies;
    this.timer = undefined;
    const ids = this.pending;
    this.pending = [];
    for (const peer of roster.all()) {
      const timer = clock.setTimer(randomInteger(random, TRICKLE_MS), () => {
        this.trickles.delete(timer);
        this.tell(peer, ids);
      });
      this.trickles.add(timer);
    }
  }

  /** Those of the ids that are still open and have not gone over this session. */
  private tell(peer: Peer, ids: readonly Hash[]): void {
    const { open, log } = this.dependencies;
    const news = ids.filter((id) => !peer.known.has(id) && open.has(id));
    for (let from = 0; from < news.length; from += MAX_INVENTORY_IDS) {
      this.totals.announced += Math.min(MAX_INVENTORY_IDS, news.length - from);
      const batch = news.slice(from, from + MAX_INVENTORY_IDS);
      for (const id of batch) peer.known.set(id, true);
      inBackground(log, 'telling of open transactions', () =>
        peer.session.request('BRTRANSACTION', { ids: batch }, REQUEST_TIMEOUT_MS),
      );
    }
  }

  private ask(peer: Peer): void {
    if (this.asking.has(peer) || this.stopped) return;
    this.asking.add(peer);
    inBackground(this.dependencies.log, 'fetching open transactions', async () => {
      try {
        for (let ids = this.nextOf(peer); ids.length > 0; ids = this.nextOf(peer)) await this.fetch(peer, ids);
      } finally {
        this.asking.delete(peer);
      }
    });
  }

  /** Some may have come otherwise while they waited. */
  private nextOf(peer: Peer): Hash[] {
    for (;;) {
      const ids = this.wanted.next(peer, MAX_TRANSACTIONS_PER_ANSWER);
      const missing = ids.filter((id) => !this.dependencies.open.has(id));
      for (const id of ids) if (this.dependencies.open.has(id)) this.wanted.settle(id);
      if (missing.length > 0 || ids.length === 0) return missing;
    }
  }

  /** Whatever happens, each id is settled afterwards or asked of the next who told of it. */
  private async fetch(peer: Peer, ids: readonly Hash[]): Promise<void> {
    const missing = new Set(ids);
    try {
      const answer = await peer.session.request('GETDATA', { ids }, REQUEST_TIMEOUT_MS);
      if (answer.ok) await Promise.all(answer.value.transactions.map((bytes) => this.take(peer, bytes, missing)));
    } finally {
      const others = new Set<Peer>();
      for (const id of missing) {
        const next = this.wanted.missed(id);
        if (next !== undefined) others.add(next);
      }
      for (const other of others) this.ask(other);
    }
  }

  private async take(peer: Peer, bytes: Uint8Array, missing: Set<Hash>): Promise<void> {
    const { open, report, clock } = this.dependencies;
    const decoded = decodeTransaction(bytes);
    if (!decoded.ok) return report(peer, decoded.refusal.code, decoded.refusal);
    const { id } = decoded.value;
    this.totals.received++;
    if (!missing.delete(id)) return report(peer, 'transaction-not-asked');
    try {
      const result = await open.submit(bytes);
      if (result.ok) {
        peer.lastUsefulMs = clock.nowMs();
        return;
      }
      if (result.refusal.code !== 'mempool-busy') this.refused.set(id, true);
      this.early.refused(peer, id, result.refusal.code);
      report(peer, result.refusal.code, result.refusal);
    } finally {
      this.wanted.settle(id);
    }
  }
}
