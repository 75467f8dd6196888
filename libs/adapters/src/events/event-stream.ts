import { Readable } from 'node:stream';
import type { MiningState } from '#domain/mining/mining-service';
import type { SyncPhase, SyncProgress } from '#domain/peer-network/sync-progress';
import { syncView } from '../http/chain/sync.view.ts';
import { miningView } from '../http/mining/mining.view.ts';
import type { EventSource } from './event-source.ts';

/** How long things may take; tests are in more of a hurry. */
export interface EventStreamTiming {
  readonly heartbeatIntervalMs: number;
  readonly stallTimeoutMs: number;
}

const TIMING: EventStreamTiming = {
  /** Proxies and phones forget connections that are silent for half a minute. */
  heartbeatIntervalMs: 15_000,
  /** A listener that takes nothing for so long is gone, or will never keep up. */
  stallTimeoutMs: 30_000,
};

/** Handed over at once: what more there is waits in the journal. */
const BUFFERED_BYTES = 65_536;
/** Hash rate and heights move no faster than an eye can follow. */
const PROGRESS_INTERVAL_MS = 500;
/** How long a browser waits before it asks again. */
const RETRY_MS = 2_000;

/**
 * One listener's stream: pulled from the journal as fast as the listener takes it, so that nothing piles up for a slow
 * one. The progress of mining and of catching up is a state and no event of the journal: the latest is told when there
 * is room, without a number.
 */
export class EventStream extends Readable {
  private cursor: number;
  private wanted = false;
  private started = false;
  private pumping = false;
  private again = false;
  private stalledSinceMs = performance.now();
  private lastProgressMs = 0;
  private lastSync: { readonly atMs: number; readonly phase: SyncPhase | undefined } = { atMs: 0, phase: undefined };
  /** There is something to tell of catching up. */
  private syncMoved = false;
  private readonly heartbeat: NodeJS.Timeout;
  private readonly unsubscribe: (() => void)[] = [];

  constructor(
    private readonly source: EventSource,
    after: number,
    private readonly timing: EventStreamTiming = TIMING,
  ) {
    super({ encoding: 'utf8', highWaterMark: BUFFERED_BYTES });
    this.cursor = after;
    this.push(`retry: ${RETRY_MS}\nid: ${after}\n\n`);
    this.heartbeat = setInterval(() => this.beat(), timing.heartbeatIntervalMs);
    this.heartbeat.unref();
    const { mining, peers } = source.node;
    this.unsubscribe.push(
      mining.progress.subscribe((state) => this.tellProgress(state)),
      peers.sync.monitor.changed.subscribe((progress) => this.hearSync(progress)),
    );
  }

  /** Begins to tell; to be called once. Never fails: a stream that cannot begin ends. */
  async start(): Promise<void> {
    try {
      const leave = await this.source.recorder.listen(() => this.pump());
      if (this.destroyed) leave();
      else this.unsubscribe.push(leave);
      this.started = true;
      this.pump();
    } catch (error) {
      this.destroy(error as Error);
    }
  }

  override _read(): void {
    this.wanted = true;
    this.pump();
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    clearInterval(this.heartbeat);
    for (const leave of this.unsubscribe.splice(0)) leave();
    callback(error);
  }

  private pump(): void {
    this.again = true;
    if (this.pumping || !this.started) return;
    this.pumping = true;
    this.tellAll().catch((error: Error) => this.destroy(error));
  }

  private async tellAll(): Promise<void> {
    while (this.again) {
      this.again = false;
      while (this.wanted && !this.destroyed) {
        if (this.syncMoved) {
          this.tellSync();
          continue;
        }
        const frames = await this.source.framesAfter(this.cursor);
        if (frames === 'passed' || (frames === undefined && !this.source.recorder.healthy)) {
          // It ends in good order: whoever asks again with his last number is told why.
          this.tell(null);
          return;
        }
        if (frames === undefined) break;
        this.cursor = frames.last;
        this.tell(frames.text);
      }
    }
    this.pumping = false;
  }

  private tell(text: string | null): void {
    if (this.destroyed || this.readableEnded) return;
    this.wanted = this.push(text);
    if (!this.wanted) this.stalledSinceMs = performance.now();
  }

  private tellProgress(state: MiningState): void {
    const nowMs = performance.now();
    if (!this.wanted || nowMs - this.lastProgressMs < PROGRESS_INTERVAL_MS) return;
    this.lastProgressMs = nowMs;
    const view = miningView(this.source.node.network.parameters.addressPrefix, state);
    this.tell(`event: mining.progress\ndata: ${JSON.stringify(view)}\n\n`);
  }

  /** A new phase, and the end, are told in any case; heights of one phase at times. */
  private hearSync(progress: SyncProgress | undefined): void {
    const { atMs, phase } = this.lastSync;
    if (progress?.phase === phase && performance.now() - atMs < PROGRESS_INTERVAL_MS) return;
    this.syncMoved = true;
    this.pump();
  }

  private tellSync(): void {
    const { chain, peers } = this.source.node;
    const { current } = peers.sync.monitor;
    this.syncMoved = false;
    this.lastSync = { atMs: performance.now(), phase: current?.phase };
    const data = { height: chain.tip.height, sync: syncView(current) };
    this.tell(`event: sync.progress\ndata: ${JSON.stringify(data)}\n\n`);
  }

  private beat(): void {
    if (this.wanted) this.tell(':\n\n');
    else if (performance.now() - this.stalledSinceMs > this.timing.stallTimeoutMs) this.destroy();
  }
}
