import type { ChainChange } from '#domain/chain/chain-change';
import type { MempoolEvent } from '#domain/mempool/mempool-event';
import type { Hash } from '#domain/primitives/hash';
import { type Fate, type Reorganisation, reorganisationOf } from './reorganisation.ts';

/** Makes the records of reorganisations from what happens: the blocks first, then what became of their transactions. */
export class ReorganisationWatch {
  /** Transactions of the latest one whose fates are still to be heard, or were not taken yet. */
  private readonly awaited = new Map<Hash, Fate>();
  private news: Reorganisation[] = [];
  private latest: Reorganisation | undefined;
  private hasNewFates = false;

  /** `latestNumber`: of those that were noted before; 0 when there is none. */
  constructor(private latestNumber: number) {}

  get hasNews(): boolean {
    return this.news.length > 0 || this.hasNewFates;
  }

  /** Takes the number of the next one. */
  nextNumber(): number {
    return ++this.latestNumber;
  }

  /** What is new or has changed since the last call, lowest number first. */
  takeNews(): Reorganisation[] {
    this.includeFates();
    const { news } = this;
    this.news = [];
    return news;
  }

  hearChain(change: ChainChange, atMs: number): void {
    this.includeFates();
    this.awaited.clear();
    if (change.disconnected.length === 0) return;
    this.latest = reorganisationOf(this.nextNumber(), atMs, change);
    this.news.push(this.latest);
    for (const { id, fate } of this.latest.transactions) if (fate.kind === 'undecided') this.awaited.set(id, fate);
  }

  /** One that opens again may be dropped in the same breath: what was heard last, before it is taken, is its fate. */
  hearMempool(event: MempoolEvent): void {
    const { id } = event.transaction;
    const fate = this.awaited.has(id) ? fateOf(event) : undefined;
    if (fate === undefined) return;
    this.awaited.set(id, fate);
    this.hasNewFates = true;
  }

  private includeFates(): void {
    const { latest, awaited, news } = this;
    if (!this.hasNewFates || latest === undefined) return;
    this.hasNewFates = false;
    const transactions = latest.transactions.map(({ id, fate }) => ({ id, fate: awaited.get(id) ?? fate }));
    this.latest = { ...latest, transactions };
    this.news = [...news.filter(({ number }) => number !== latest.number), this.latest];
    for (const [id, { kind }] of awaited) if (kind !== 'undecided') awaited.delete(id);
  }
}

function fateOf(event: MempoolEvent): Fate | undefined {
  if (event.kind === 'opened') return { kind: 'returned' };
  if (event.kind === 'dropped') return { kind: 'dropped', reason: event.reason };
  if (event.kind !== 'replaced') return undefined;
  return { kind: 'dropped', reason: replacedBy(event.by) };
}

function replacedBy(by: Hash): { readonly code: string; readonly by: string } {
  return { code: 'mempool-replaced', by };
}
