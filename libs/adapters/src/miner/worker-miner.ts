import type { Miner, MiningOutcome, MiningSearch } from '#domain/mining/miner.port';
import { InvariantError } from '#domain/primitives/invariant';
import { type Log, SILENT_LOG } from '#domain/primitives/log.port';
import { type KernelModule, type KernelName, loadKernel } from '../kernel/load-kernel.ts';
import { compiledFile } from '../workers/compiled-file.ts';
import { MinerThread } from './miner-thread.ts';
import type { MiningPriority } from './mining-messages.ts';
import { RunningSearch } from './running-search.ts';

export interface WorkerMinerOptions {
  readonly log?: Log;
  /** Another kernel than the fastest that runs here: for tests and comparisons. */
  readonly kernel?: KernelName;
  /** How long threads without work are kept, in milliseconds. */
  readonly idleMs?: number;
  /** Low unless said otherwise, so that HTTP and network come first. */
  readonly priority?: MiningPriority;
  /** Another script than the built `mine.worker.js`: for tests of what happens when one dies. */
  readonly workerFile?: URL;
}

/** More threads than any machine that mines with its processor has cores for. */
export const MAX_MINING_THREADS = 256;

/** Longer than the pause between two blocks of a miner, so that none pays 50 ms for new threads. */
const DEFAULT_IDLE_MS = 60_000;

/** Threads that die so often within one search will not work at all: the search fails instead of trying for ever. */
const MAX_LOST_THREADS = 3;

const HEADER_BYTES = 80;

/**
 * Mines on threads of its own with the WebAssembly kernel. The threads stay between searches; a search that is
 * cancelled ends at once, and its threads turn to the next one as soon as their chunk is over, in milliseconds.
 */
export class WorkerMiner implements Miner {
  readonly description: string;
  private readonly kernel: KernelModule;
  private readonly log: Log;
  private readonly idleMs: number;
  private readonly priority: MiningPriority;
  private readonly workerFile: URL;
  private threads: MinerThread[] = [];
  private running: RunningSearch | undefined;
  private searches = 0;
  private lostThreads = 0;
  private idleTimer: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(options: WorkerMinerOptions = {}) {
    this.kernel = loadKernel(options.kernel);
    this.log = options.log ?? SILENT_LOG;
    this.idleMs = options.idleMs ?? DEFAULT_IDLE_MS;
    this.priority = options.priority ?? 'low';
    this.workerFile = options.workerFile ?? compiledFile(import.meta.url, 'mine.worker.js');
    this.description = this.kernel.name === 'simd' ? 'WebAssembly SIMD, 4 lanes' : 'WebAssembly without SIMD';
  }

  /** Threads that exist, at work or at rest. */
  get threadCount(): number {
    return this.threads.length;
  }

  async search(search: MiningSearch): Promise<MiningOutcome> {
    if (this.closed) throw new InvariantError('the miner is closed');
    if (this.running !== undefined) throw new InvariantError('a search is under way already');
    if (search.header.length !== HEADER_BYTES) throw new InvariantError('a header has 80 bytes');
    if (search.cancellation?.aborted) return { kind: 'cancelled', hashes: 0 };
    clearTimeout(this.idleTimer);
    const threads = Math.max(1, Math.min(search.threads, MAX_MINING_THREADS));
    const running = new RunningSearch(++this.searches, search, threads);
    this.running = running;
    this.lostThreads = 0;
    for (let thread = 0; thread < threads; thread++) this.threadAt(thread).start(running.job(thread));
    try {
      return await running.outcome;
    } finally {
      this.running = undefined;
      this.rest();
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    this.running?.stop();
    await this.endThreads();
  }

  private rest(): void {
    if (this.closed) return;
    for (const thread of this.threads) thread.rest();
    clearTimeout(this.idleTimer);
    this.idleTimer = setTimeout(() => void this.endThreads(), this.idleMs);
    this.idleTimer.unref();
  }

  private async endThreads(): Promise<void> {
    clearTimeout(this.idleTimer);
    const threads = this.threads;
    this.threads = [];
    await Promise.all(threads.map((thread) => thread.close()));
  }

  private threadAt(index: number): MinerThread {
    const thread = this.threads[index] ?? this.startThread();
    this.threads[index] = thread;
    return thread;
  }

  private startThread(): MinerThread {
    const data = { kernel: this.kernel.module, priority: this.priority };
    return new MinerThread(this.workerFile, data, {
      onEnd: (_thread, end) => {
        if (end.search === this.running?.id) this.running.threadEnded(end.nonce);
      },
      onLost: (thread, reason) => this.replace(thread, reason),
    });
  }

  /** What the lost thread had of its chunk is not tried again: 32,768 nonces of four billion. */
  private replace(lost: MinerThread, reason: Error): void {
    const index = this.threads.indexOf(lost);
    if (index < 0) return;
    this.log.error('a mining thread died', { reason: reason.message });
    if (this.running === undefined || index >= this.running.threads) {
      this.threads.splice(index, 1);
      return;
    }
    if (++this.lostThreads > MAX_LOST_THREADS) {
      this.threads.splice(index, 1);
      this.running.fail(new Error('mining threads keep dying', { cause: reason }));
      return;
    }
    const thread = this.startThread();
    this.threads[index] = thread;
    thread.start(this.running.job(index));
  }
}
