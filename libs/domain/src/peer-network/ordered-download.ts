import { type Cancellation, CancellationSource } from '../primitives/cancellation.ts';
import type { Clock, Timer } from '../primitives/clock.port.ts';
import type { Log } from '../primitives/log.port.ts';
import type { Result } from '../primitives/result.ts';
import { inBackground } from './in-background.ts';
import type { Peer } from './peer.ts';

/** Entries fetched ahead of the one that is handed over next, however small they are. */
const WINDOW_ENTRIES = 512;
/** Bytes that wait to be taken or are under way, as far as sizes are known: 60 full blocks of mainnet. */
const WINDOW_BYTES = 64_000_000;
/** What everybody waits for is asked of a second peer after this: ten times what an idle line takes. */
const STALL_MS = 5_000;
/** After this already, when whoever was asked has given nothing yet. */
const UNPROVEN_STALL_MS = 1_000;

/** A peer that entries are fetched from: what it was asked, and how fast it gives. */
export interface DownloadSource<Entry, Item> {
  readonly peer: Peer;
  /** Bytes a millisecond, as far as it has shown. */
  readonly speed: number;
  /** It has given something. */
  readonly isProven: boolean;
  readonly isFree: boolean;
  /** How many entries whose items have this size to ask for at once. */
  requestSize(averageBytes: number): number;
  /** The items of these entries, from the first on: at least one. */
  fetch(
    entries: readonly Entry[],
    cancellation: Cancellation,
  ): Promise<Result<readonly Item[], { readonly code: string }>>;
}

/** Items that came, in the order asked, with who sent them. */
export interface Downloaded<Item> {
  readonly peer: Peer;
  readonly items: readonly Item[];
}

export interface DownloadDependencies<Entry, Item> {
  /** Peers that may have these, the likeliest first; asked again whenever somebody is free. */
  readonly sources: () => readonly Peer[];
  readonly newSource: (peer: Peer) => DownloadSource<Entry, Item>;
  readonly bytesOf: (item: Item) => number;
  /** A peer is left out of this download, for this reason. */
  readonly failed: (peer: Peer, code: string) => void;
  /** Takes items in their order. It is called again before it resolves, but no more than once. False ends the download. */
  readonly take: (downloaded: Downloaded<Item>) => Promise<boolean>;
  /** Ends the download; what is under way is given up. */
  readonly cancellation: Cancellation;
  readonly clock: Clock;
  readonly log: Log;
}

/** Neighbouring entries that are fetched together. */
interface Run<Entry, Item> {
  /** Where it begins among all entries. */
  readonly from: number;
  readonly length: number;
  /** Who is or was asked for it. */
  readonly asked: Set<DownloadSource<Entry, Item>>;
  startMs: number;
  isDone: boolean;
}

/**
 * Fetches what these entries stand for from several peers at once and hands it over in order. Each peer is asked for
 * as much as it is fast; one that stalls, lies or does not have it is left out, and others get its part.
 * True when all was taken.
 */
export function downloadInOrder<Entry, Item>(
  entries: readonly Entry[],
  dependencies: DownloadDependencies<Entry, Item>,
): Promise<boolean> {
  return new OrderedDownload(entries, dependencies).run();
}

class OrderedDownload<Entry, Item> {
  /** Runs to ask for, lowest first. */
  private readonly waiting: Run<Entry, Item>[] = [];
  private readonly underway = new Set<Run<Entry, Item>>();
  private readonly ready = new Map<number, Downloaded<Item>>();
  private readonly sources = new Map<Peer, DownloadSource<Entry, Item>>();
  private readonly excluded = new Set<Peer>();
  /** The first entry that has not been handed over. */
  private next = 0;
  private readyBytes = 0;
  private averageBytes = 0;
  /** Given up together when the download is over or cancelled: nobody waits for them any more. */
  private readonly requests = new CancellationSource();
  private wake: (() => void) | undefined;

  constructor(
    private readonly entries: readonly Entry[],
    private readonly dependencies: DownloadDependencies<Entry, Item>,
  ) {
    this.putBack(0, entries.length);
  }

  async run(): Promise<boolean> {
    const untie = this.requests.follow(this.dependencies.cancellation);
    let taking: Promise<boolean> = Promise.resolve(true);
    try {
      while (this.next < this.entries.length) {
        this.assign();
        const downloaded = this.ready.get(this.next);
        if (downloaded === undefined) {
          if (this.underway.size === 0) break;
          await this.somethingHappens();
          continue;
        }
        this.ready.delete(this.next);
        this.next += downloaded.items.length;
        this.readyBytes -= this.bytesOf(downloaded.items);
        const before = taking;
        taking = this.dependencies.take(downloaded);
        // Awaited one turn later, or below; until then a failure waits there and is no unhandled one.
        taking.catch(() => undefined);
        if (!(await before)) return false;
      }
      return (await taking) && this.next === this.entries.length;
    } finally {
      untie();
      this.requests.abort();
      await taking.catch(() => undefined);
    }
  }

  private putBack(from: number, length: number): void {
    if (length === 0) return;
    this.waiting.push({ from, length, asked: new Set(), startMs: 0, isDone: false });
    this.waiting.sort((left, right) => left.from - right.from);
  }

  /** Gives everybody who is free something to fetch, the fastest first. */
  private assign(): void {
    if (this.requests.aborted) return;
    for (const source of this.freeSources()) {
      const run = this.nextRun(source) ?? this.stalledRun(source);
      if (run !== undefined) this.start(source, run);
    }
  }

  private freeSources(): DownloadSource<Entry, Item>[] {
    const free: DownloadSource<Entry, Item>[] = [];
    for (const peer of this.dependencies.sources()) {
      if (this.excluded.has(peer)) continue;
      const source = this.sources.get(peer) ?? this.dependencies.newSource(peer);
      this.sources.set(peer, source);
      if (source.isFree) free.push(source);
    }
    return free.sort((left, right) => right.speed - left.speed);
  }

  /** The lowest part that nobody fetches, if the window has room for it. */
  private nextRun(source: DownloadSource<Entry, Item>): Run<Entry, Item> | undefined {
    const run = this.waiting[0];
    if (run === undefined) return undefined;
    const isHead = run.from === this.next;
    const underway = [...this.underway].reduce((sum, { length }) => sum + length, 0);
    const isFull = this.readyBytes + underway * this.averageBytes >= WINDOW_BYTES;
    if (!isHead && (isFull || run.from >= this.next + WINDOW_ENTRIES)) return undefined;
    this.waiting.shift();
    const length = Math.min(run.length, source.requestSize(this.averageBytes));
    this.putBack(run.from + length, run.length - length);
    return { ...run, length, asked: new Set() };
  }

  /** What everybody waits for, when whoever was asked takes long. */
  private stalledRun(source: DownloadSource<Entry, Item>): Run<Entry, Item> | undefined {
    const nowMs = this.dependencies.clock.nowMs();
    return [...this.underway].find(({ from, startMs, asked }) => {
      if (from !== this.next || asked.has(source)) return false;
      const patienceMs = [...asked].some(({ isProven }) => isProven) ? STALL_MS : UNPROVEN_STALL_MS;
      return nowMs - startMs >= patienceMs;
    });
  }

  private start(source: DownloadSource<Entry, Item>, run: Run<Entry, Item>): void {
    run.asked.add(source);
    run.startMs = this.dependencies.clock.nowMs();
    this.underway.add(run);
    inBackground(this.dependencies.log, 'downloading', async () => {
      try {
        await this.fetch(source, run);
      } catch (error) {
        // Our own failure: without this the same request would fail again at once.
        this.excluded.add(source.peer);
        throw error;
      } finally {
        run.asked.delete(source);
        this.settle(run);
      }
    });
  }

  private async fetch(source: DownloadSource<Entry, Item>, run: Run<Entry, Item>): Promise<void> {
    const items = await source.fetch(this.entries.slice(run.from, run.from + run.length), this.requests);
    if (this.requests.aborted) return;
    if (!items.ok) {
      this.excluded.add(source.peer);
      this.dependencies.failed(source.peer, items.refusal.code);
      return;
    }
    if (run.isDone) return;
    run.isDone = true;
    this.ready.set(run.from, { peer: source.peer, items: items.value });
    const bytes = this.bytesOf(items.value);
    const latest = bytes / items.value.length;
    this.readyBytes += bytes;
    this.averageBytes = this.averageBytes === 0 ? latest : (this.averageBytes + latest) / 2;
    this.putBack(run.from + items.value.length, run.length - items.value.length);
  }

  /** A request for the run ended. When it was the last and brought nothing, others are asked. */
  private settle(run: Run<Entry, Item>): void {
    if (run.asked.size === 0 || run.isDone) this.underway.delete(run);
    if (run.asked.size === 0 && !run.isDone) this.putBack(run.from, run.length);
    this.assign();
    this.wake?.();
  }

  /** Resolves when an answer came, or when it is time to look whether one stalls. */
  private somethingHappens(): Promise<void> {
    return new Promise((resolve) => {
      const timer: Timer = this.dependencies.clock.setTimer(UNPROVEN_STALL_MS, () => this.wake?.());
      this.wake = () => {
        timer.cancel();
        this.wake = undefined;
        resolve();
      };
    });
  }

  private bytesOf(items: readonly Item[]): number {
    return items.reduce((sum, item) => sum + this.dependencies.bytesOf(item), 0);
  }
}
