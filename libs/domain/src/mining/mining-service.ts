import type { Block } from '../block/block.ts';
import { judgementOf } from '../chain/chain.errors.ts';
import type { HeaderEntry } from '../chain/header-entry.ts';
import { type Cancellation, CancellationSource } from '../primitives/cancellation.ts';
import { delay } from '../primitives/clock.port.ts';
import { EventChannel } from '../primitives/event-channel.ts';
import type { Log } from '../primitives/log.port.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';
import type { AccountId } from '../transaction/account.ts';
import { type FindBlockDependencies, findBlock } from './find-block.ts';
import type { MiningProgress } from './miner.port.ts';
import type { MiningRefusal } from './mining.errors.ts';

/** Work is renewed for better-paying transactions at most so often: each renewal costs a few milliseconds. */
const TEMPLATE_REFRESH_MS = 2_000;

/** After a failure of its own, continuous mining waits so long before it tries again. */
const RETRY_DELAY_MS = 1_000;

export interface MinedBlock {
  readonly block: Block;
  readonly entry: HeaderEntry;
}

/** What mining is doing. Rates are of the search that runs; 0 when none does. */
export interface MiningState {
  readonly mode: 'off' | 'one' | 'continuous';
  readonly threads: number;
  readonly recipient: AccountId | undefined;
  readonly hashesPerSecond: number;
  /** Since the search for the current block began. */
  readonly hashes: number;
  /** Blocks found since the node started. */
  readonly blocksFound: number;
}

export interface MiningServiceDependencies extends FindBlockDependencies {
  readonly log: Log;
  /** The most threads that a search may use. */
  readonly maxThreads: number;
  /** Continuous mining makes at most one block in this time: on networks where a block costs nothing. */
  readonly pauseBetweenBlocksMs: number;
}

interface Search {
  readonly mode: 'one' | 'continuous';
  readonly threads: number;
  readonly recipient: AccountId;
  readonly cancellation: CancellationSource;
}

/** Mines one block now, or one after another. One search at a time. */
export class MiningService {
  /** Progress of the search that runs, a few times a second. */
  readonly progress = new EventChannel<MiningState>();
  private readonly stale = new EventChannel<void>();
  private current: Search | undefined;
  private latest: MiningProgress = { hashes: 0, hashesPerSecond: 0 };
  private blocksFound = 0;
  private lastRefreshMs = 0;
  private continuous: Promise<void> = Promise.resolve();

  constructor(private readonly dependencies: MiningServiceDependencies) {
    dependencies.chain.follow(async () => this.stale.publish());
  }

  /** The most threads that a search may use. */
  get allThreads(): number {
    return this.dependencies.maxThreads;
  }

  state(): MiningState {
    const { current, latest, blocksFound } = this;
    return {
      mode: current?.mode ?? 'off',
      threads: current?.threads ?? 0,
      recipient: current?.recipient,
      hashesPerSecond: current === undefined ? 0 : latest.hashesPerSecond,
      hashes: current === undefined ? 0 : latest.hashes,
      blocksFound,
    };
  }

  /** New transactions are open: the work is renewed, though not for each of them. */
  transactionsOpened(): void {
    const now = this.dependencies.clock.nowMs();
    if (this.current === undefined || now - this.lastRefreshMs < TEMPLATE_REFRESH_MS) return;
    this.lastRefreshMs = now;
    this.stale.publish();
  }

  /** Mines exactly one block, now, and connects it. */
  async mineOne(
    recipient: AccountId,
    threads: number,
    cancellation: Cancellation | undefined,
  ): Promise<Result<MinedBlock, MiningRefusal>> {
    const search = this.begin('one', recipient, threads);
    if (!search.ok) return search;
    const untie = search.value.cancellation.follow(cancellation);
    try {
      return await this.mine(search.value);
    } finally {
      untie();
      this.current = undefined;
    }
  }

  /** Mines one block after another until {@link stop}. */
  start(recipient: AccountId, threads: number): Result<void, MiningRefusal> {
    const search = this.begin('continuous', recipient, threads);
    if (!search.ok) return search;
    this.continuous = this.mineOn(search.value).finally(() => {
      if (this.current === search.value) this.current = undefined;
    });
    return accepted(undefined);
  }

  /** Ends whatever search runs; resolves when it has ended. */
  async stop(): Promise<void> {
    this.current?.cancellation.abort();
    await this.continuous;
  }

  private begin(mode: Search['mode'], recipient: AccountId, threads: number): Result<Search, MiningRefusal> {
    const maximum = this.dependencies.maxThreads;
    if (!Number.isInteger(threads) || threads < 1 || threads > maximum) {
      return refused({ code: 'mining-threads-out-of-range', threads, maximum });
    }
    if (this.current !== undefined) return refused({ code: 'mining-busy' });
    this.current = { mode, recipient, threads, cancellation: new CancellationSource() };
    this.latest = { hashes: 0, hashesPerSecond: 0 };
    return accepted(this.current);
  }

  private async mineOn(search: Search): Promise<void> {
    const { clock, log, pauseBetweenBlocksMs } = this.dependencies;
    while (!search.cancellation.aborted) {
      const startedMs = clock.nowMs();
      let pauseMs = RETRY_DELAY_MS;
      try {
        const mined = await this.mine(search);
        if (mined.ok) pauseMs = pauseBetweenBlocksMs - (clock.nowMs() - startedMs);
        else if (mined.refusal.code !== 'mining-cancelled') log.warn('mining pauses', { code: mined.refusal.code });
      } catch (error) {
        log.error('mining failed and will be tried again', { error: String(error) });
      }
      if (pauseMs > 0 && !search.cancellation.aborted) await this.pause(pauseMs, search.cancellation);
    }
  }

  /** Waits, unless the search is stopped meanwhile. */
  private async pause(pauseMs: number, cancellation: Cancellation): Promise<void> {
    const stopped = new Promise<void>((resolve) => cancellation.addEventListener('abort', resolve, { once: true }));
    await Promise.race([delay(this.dependencies.clock, pauseMs), stopped]);
  }

  /** Finds a block and connects it; one that another block overtook meanwhile is searched anew. */
  private async mine(search: Search): Promise<Result<MinedBlock, MiningRefusal>> {
    for (;;) {
      const found = await findBlock(this.dependencies, {
        ...search,
        stale: this.stale,
        onProgress: (progress) => this.report(progress),
      });
      if (!found.ok) return found;
      const outcome = await this.dependencies.chain.accept(found.value);
      if (outcome.kind === 'connected') {
        this.blocksFound++;
        return accepted({ block: found.value, entry: outcome.entry });
      }
      if (outcome.kind === 'refused') {
        // Not yet: the clock was set back while it was searched. Anything else is a mistake of this program.
        const level = judgementOf(outcome.refusal) === 'not-yet' ? 'warn' : 'error';
        this.dependencies.log[level]('a block mined here was refused', { ...outcome.refusal });
        return refused({ code: 'mining-block-refused', reason: outcome.refusal.code });
      }
    }
  }

  private report(progress: MiningProgress): void {
    this.latest = progress;
    this.progress.publish(this.state());
  }
}
