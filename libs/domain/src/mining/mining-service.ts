import type { Block } from '../block/block.ts';
import { judgementOf } from '../chain/chain.errors.ts';
import type { HeaderEntry } from '../chain/header-entry.ts';
import { type Cancellation, CancellationSource } from '../primitives/cancellation.ts';
import { delay } from '../primitives/clock.port.ts';
import { EventChannel } from '../primitives/event-channel.ts';
import type { Log } from '../primitives/log.port.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';
import type { AccountId } from '../transaction/account.ts';
import { templateSpace } from './block-template.ts';
import { type FindBlockDependencies, findBlock } from './find-block.ts';
import type { MiningProgress } from './miner.port.ts';
import type { MiningRefusal } from './mining.errors.ts';
import type { MiningPace } from './mining-pace.ts';
import { unlessCancelled } from './unless-cancelled.ts';
import { WorkRenewal } from './work-renewal.ts';

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
  readonly mode: 'off' | 'one' | MiningPace['kind'];
  /** From block to block in the mode `interval`. */
  readonly intervalSeconds: number | undefined;
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
  readonly mode: 'one' | MiningPace;
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
  private readonly renewal: WorkRenewal;
  /** There may be something to mine that was not there before. */
  private readonly changed = new EventChannel<void>();
  /** Ends with the search that runs, or has ended with the last one. */
  private running: Promise<unknown> = Promise.resolve();

  constructor(private readonly dependencies: MiningServiceDependencies) {
    dependencies.chain.follow(async () => {
      this.stale.publish();
      this.changed.publish();
    });
    this.renewal = new WorkRenewal(dependencies.clock, TEMPLATE_REFRESH_MS, () => this.stale.publish());
  }

  /** The most threads that a search may use. */
  get allThreads(): number {
    return this.dependencies.maxThreads;
  }

  state(): MiningState {
    const { current, latest, blocksFound } = this;
    const mode = current?.mode ?? 'off';
    return {
      mode: typeof mode === 'object' ? mode.kind : mode,
      intervalSeconds: typeof mode === 'object' && mode.kind === 'interval' ? mode.seconds : undefined,
      threads: current?.threads ?? 0,
      recipient: current?.recipient,
      hashesPerSecond: current === undefined ? 0 : latest.hashesPerSecond,
      hashes: current === undefined ? 0 : latest.hashes,
      blocksFound,
    };
  }

  /** New transactions are open: the work is renewed, though not for each of them. */
  transactionsOpened(): void {
    this.changed.publish();
    if (this.current !== undefined) this.renewal.request();
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
    const mined = this.mine(search.value).finally(() => {
      untie();
      this.current = undefined;
    });
    // What goes wrong is told to who waits for the block.
    this.running = mined.catch(() => undefined);
    return mined;
  }

  /** Mines block after block at this pace until {@link stop}. */
  start(recipient: AccountId, threads: number, pace: MiningPace = { kind: 'continuous' }): Result<void, MiningRefusal> {
    const search = this.begin(pace, recipient, threads);
    if (!search.ok) return search;
    this.running = this.mineOn(search.value, pace).finally(() => {
      if (this.current === search.value) this.current = undefined;
    });
    return accepted(undefined);
  }

  /** Ends whatever search runs; resolves when it has ended. */
  async stop(): Promise<void> {
    this.renewal.cancel();
    this.current?.cancellation.abort();
    await this.running;
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

  private async mineOn(search: Search, pace: MiningPace): Promise<void> {
    const { clock, log } = this.dependencies;
    while (!search.cancellation.aborted) {
      if (pace.kind === 'instant') await this.somethingToMine(search.cancellation);
      if (search.cancellation.aborted) return;
      const startedMs = clock.nowMs();
      let pauseMs = RETRY_DELAY_MS;
      try {
        const mined = await this.mine(search);
        // The machine's clock may have been set back meanwhile: the pause grows no longer than it is.
        if (mined.ok) pauseMs = this.pauseOf(pace) - Math.max(0, clock.nowMs() - startedMs);
        else if (mined.refusal.code !== 'mining-cancelled') log.warn('mining pauses', { code: mined.refusal.code });
      } catch (error) {
        log.error('mining failed and will be tried again', { error: String(error) });
      }
      if (pauseMs > 0) await unlessCancelled(delay(clock, pauseMs), search.cancellation);
    }
  }

  /** The least time from the beginning of one block to that of the next. */
  private pauseOf(pace: MiningPace): number {
    if (pace.kind === 'interval') return pace.seconds * 1_000;
    return pace.kind === 'instant' ? 0 : this.dependencies.pauseBetweenBlocksMs;
  }

  /** Resolves when a transaction could be mined; looks again whenever one opens or the chain moves. */
  private async somethingToMine(cancellation: Cancellation): Promise<void> {
    const { transactions, chain } = this.dependencies;
    const space = { ...templateSpace(chain.network), transactions: 1 };
    let unsubscribe = (): void => undefined;
    while (!cancellation.aborted && transactions.select(space).length === 0) {
      const change = new Promise<void>((resolve) => {
        unsubscribe = this.changed.subscribe(resolve);
      });
      await unlessCancelled(change, cancellation).finally(unsubscribe);
    }
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
