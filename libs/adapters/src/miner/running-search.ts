import type { MiningOutcome, MiningSearch } from '#domain/mining/miner.port';
import { HashRate } from './hash-rate.ts';
import type { MiningJob } from './mining-messages.ts';
import { SearchControl } from './search-control.ts';

/** A few times a second, as the port says. */
const PROGRESS_INTERVAL_MS = 250;

const ALL_NONCES = { start: 0, count: 2 ** 32 };

/** One search from its start to its outcome: what its threads share, its progress, its cancellation. */
export class RunningSearch {
  readonly outcome: Promise<MiningOutcome>;
  private readonly control: SearchControl;
  private readonly rate = new HashRate();
  private readonly progressTimer: NodeJS.Timeout;
  private readonly cancel = () => this.finish({ kind: 'cancelled', hashes: this.control.hashes() });
  private settle!: { resolve(outcome: MiningOutcome): void; reject(error: Error): void };
  private threadsAtWork: number;

  constructor(
    readonly id: number,
    private readonly search: MiningSearch,
    readonly threads: number,
  ) {
    this.control = new SearchControl({ threads });
    this.threadsAtWork = threads;
    this.outcome = new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
    });
    search.cancellation?.addEventListener('abort', this.cancel, { once: true });
    this.rate.sample(performance.now(), 0);
    this.progressTimer = setInterval(() => this.report(), PROGRESS_INTERVAL_MS);
  }

  /** The part of the search that a thread does; `thread` counts from 0. */
  job(thread: number): MiningJob {
    const { header, target, nonces } = this.search;
    return { search: this.id, thread, control: this.control.buffer, header, target, range: nonces ?? ALL_NONCES };
  }

  /** A thread's part has ended, with the nonce or without. */
  threadEnded(nonce: number | undefined): void {
    this.threadsAtWork--;
    if (nonce !== undefined) this.finish({ kind: 'found', nonce, hashes: this.control.hashes() });
    else if (this.threadsAtWork === 0) this.finish({ kind: 'exhausted', hashes: this.control.hashes() });
  }

  stop(): void {
    this.cancel();
  }

  fail(error: Error): void {
    this.end();
    this.settle.reject(error);
  }

  private finish(outcome: MiningOutcome): void {
    this.end();
    this.settle.resolve(outcome);
  }

  private end(): void {
    this.control.stop();
    clearInterval(this.progressTimer);
    this.search.cancellation?.removeEventListener('abort', this.cancel);
  }

  private report(): void {
    const hashes = this.control.hashes();
    this.search.onProgress?.({ hashes, hashesPerSecond: this.rate.sample(performance.now(), hashes) });
  }
}
