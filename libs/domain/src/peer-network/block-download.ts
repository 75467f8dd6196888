import type { Block } from '../block/block.ts';
import type { HeaderEntry } from '../chain/header-entry.ts';
import type { Clock, Timer } from '../primitives/clock.port.ts';
import type { Log } from '../primitives/log.port.ts';
import { BlockSource } from './block-source.ts';
import { inBackground } from './in-background.ts';
import type { Peer } from './peer.ts';

/** Blocks fetched ahead of the one that is connected next, however small they are. */
const WINDOW_BLOCKS = 512;
/** Bytes of blocks that wait to be connected or are under way, as far as sizes are known: 60 full ones of mainnet. */
const WINDOW_BYTES = 64_000_000;
/** Blocks that everybody waits for are asked of a second peer after this: ten times what an idle line takes. */
const STALL_MS = 5_000;
/** After this already, when whoever was asked has given nothing yet. */
const UNPROVEN_STALL_MS = 1_000;

/** Blocks that came, in the order asked, with who sent them. */
export interface DownloadedBlocks {
  readonly peer: Peer;
  readonly blocks: readonly Block[];
}

export interface DownloadDependencies {
  /** Peers that may have these blocks, the likeliest first; asked again whenever somebody is free. */
  readonly sources: () => readonly Peer[];
  /** A peer is left out of this download, for this reason. */
  readonly failed: (peer: Peer, code: string) => void;
  /** Takes blocks in their order. It is called again before it resolves, but no more than once. False ends the download. */
  readonly take: (downloaded: DownloadedBlocks) => Promise<boolean>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Neighbouring blocks that are fetched together. */
interface Run {
  /** Where it begins among all entries. */
  readonly from: number;
  readonly length: number;
  /** Who is or was asked for it. */
  readonly asked: Set<BlockSource>;
  startMs: number;
  isDone: boolean;
}

/**
 * Fetches the bodies of these headers from several peers at once and hands them over in order. Each peer is asked for
 * as much as it is fast; one that stalls, lies or does not have them is left out, and others get its part.
 * True when all were taken.
 */
export function downloadBlocks(entries: readonly HeaderEntry[], dependencies: DownloadDependencies): Promise<boolean> {
  return new BlockDownload(entries, dependencies).run();
}

class BlockDownload {
  /** Runs to ask for, lowest first. */
  private readonly waiting: Run[] = [];
  private readonly underway = new Set<Run>();
  private readonly ready = new Map<number, DownloadedBlocks>();
  private readonly sources = new Map<Peer, BlockSource>();
  private readonly excluded = new Set<Peer>();
  /** The first block that has not been handed over. */
  private next = 0;
  private readyBytes = 0;
  private averageBytes = 0;
  private isOver = false;
  private wake: (() => void) | undefined;

  constructor(
    private readonly entries: readonly HeaderEntry[],
    private readonly dependencies: DownloadDependencies,
  ) {
    this.putBack(0, entries.length);
  }

  async run(): Promise<boolean> {
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
        this.next += downloaded.blocks.length;
        this.readyBytes -= bytesOf(downloaded.blocks);
        const before = taking;
        taking = this.dependencies.take(downloaded);
        // Awaited one turn later, or below; until then a failure waits there and is no unhandled one.
        taking.catch(() => undefined);
        if (!(await before)) return false;
      }
      return (await taking) && this.next === this.entries.length;
    } finally {
      this.isOver = true;
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
    if (this.isOver) return;
    for (const source of this.freeSources()) {
      const run = this.nextRun(source) ?? this.stalledRun(source);
      if (run !== undefined) this.start(source, run);
    }
  }

  private freeSources(): BlockSource[] {
    const free: BlockSource[] = [];
    for (const peer of this.dependencies.sources()) {
      if (this.excluded.has(peer)) continue;
      const source = this.sources.get(peer) ?? new BlockSource(peer, this.dependencies.clock);
      this.sources.set(peer, source);
      if (source.isFree) free.push(source);
    }
    return free.sort((left, right) => right.speed - left.speed);
  }

  /** The lowest part that nobody fetches, if the window has room for it. */
  private nextRun(source: BlockSource): Run | undefined {
    const run = this.waiting[0];
    if (run === undefined) return undefined;
    const isHead = run.from === this.next;
    const underway = [...this.underway].reduce((sum, { length }) => sum + length, 0);
    const isFull = this.readyBytes + underway * this.averageBytes >= WINDOW_BYTES;
    if (!isHead && (isFull || run.from >= this.next + WINDOW_BLOCKS)) return undefined;
    this.waiting.shift();
    const length = Math.min(run.length, source.requestSize(this.averageBytes));
    this.putBack(run.from + length, run.length - length);
    return { ...run, length, asked: new Set() };
  }

  /** What everybody waits for, when whoever was asked takes long. */
  private stalledRun(source: BlockSource): Run | undefined {
    const nowMs = this.dependencies.clock.nowMs();
    return [...this.underway].find(({ from, startMs, asked }) => {
      if (from !== this.next || asked.has(source)) return false;
      const patienceMs = [...asked].some(({ isProven }) => isProven) ? STALL_MS : UNPROVEN_STALL_MS;
      return nowMs - startMs >= patienceMs;
    });
  }

  private start(source: BlockSource, run: Run): void {
    run.asked.add(source);
    run.startMs = this.dependencies.clock.nowMs();
    this.underway.add(run);
    inBackground(this.dependencies.log, 'fetching blocks', async () => {
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

  private async fetch(source: BlockSource, run: Run): Promise<void> {
    const blocks = await source.fetch(this.entries.slice(run.from, run.from + run.length));
    if (this.isOver) return;
    if (!blocks.ok) {
      this.excluded.add(source.peer);
      this.dependencies.failed(source.peer, blocks.refusal.code);
      return;
    }
    if (run.isDone) return;
    run.isDone = true;
    this.ready.set(run.from, { peer: source.peer, blocks: blocks.value });
    const bytes = bytesOf(blocks.value);
    const latest = bytes / blocks.value.length;
    this.readyBytes += bytes;
    this.averageBytes = this.averageBytes === 0 ? latest : (this.averageBytes + latest) / 2;
    this.putBack(run.from + blocks.value.length, run.length - blocks.value.length);
  }

  /** A request for the run ended. When it was the last and brought nothing, others are asked. */
  private settle(run: Run): void {
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
}

function bytesOf(blocks: readonly Block[]): number {
  return blocks.reduce((sum, { bytes }) => sum + bytes.length, 0);
}
