import { availableParallelism } from 'node:os';
import { WorkerMiner } from '#adapters/miner/worker-miner';

/** Long beside what threads need to start, short enough to wait for. */
const MEASURED_MS = 3_000;
/** No hash is that small: the search goes on until the time is over. */
const IMPOSSIBLE = 0n;
const HEADER_BYTES = 80;

/** How fast this machine hashes headers. */
export interface MiningBenchmark {
  readonly kernel: string;
  readonly oneThreadHashesPerSecond: number;
  readonly threads: number;
  readonly allThreadsHashesPerSecond: number;
}

/** Mines nothing for a few seconds, on one thread and on all, without any peer. */
export async function benchmarkMining(): Promise<MiningBenchmark> {
  const miner = new WorkerMiner({ priority: 'normal' });
  const threads = availableParallelism();
  try {
    // Threads take a moment to start, and that is not what is measured.
    await hashesPerSecond(miner, threads, MEASURED_MS / 10);
    const oneThreadHashesPerSecond = await hashesPerSecond(miner, 1, MEASURED_MS);
    const allThreadsHashesPerSecond = await hashesPerSecond(miner, threads, MEASURED_MS);
    return { kernel: miner.description, oneThreadHashesPerSecond, threads, allThreadsHashesPerSecond };
  } finally {
    await miner.close();
  }
}

async function hashesPerSecond(miner: WorkerMiner, threads: number, durationMs: number): Promise<number> {
  const startedMs = performance.now();
  const cancellation = AbortSignal.timeout(durationMs);
  const { hashes } = await miner.search({
    header: new Uint8Array(HEADER_BYTES),
    target: IMPOSSIBLE,
    threads,
    cancellation,
  });
  return Math.round((hashes / (performance.now() - startedMs)) * 1000);
}
