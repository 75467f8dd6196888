import { hash, randomBytes } from 'node:crypto';
import { WorkerMiner } from '#adapters/miner/worker-miner';
import { CancellationSource } from '#domain/primitives/cancellation';
import type { Benchmark, BenchmarkContext } from './benchmark.ts';
import { interleave, quantile } from './interleave.ts';

/** Each measurement takes about a quarter of a second: long beside what a thread needs to notice its work. */
const NODE_HASHES = 100_000;
const NONCES_PER_THREAD = 2 ** 21;
const REPLACEMENTS = 100;
/** The old work is under way for so long before it is replaced. */
const OLD_WORK_MS = 10;

const IMPOSSIBLE = 0n;
/** One nonce in 256 meets it: as good as at once. */
const EASY = 2n ** 248n;

/** Hashing headers: the kernel on one thread and on two, against node:crypto. */
export const benchmark: Benchmark = {
  title: 'SHA-256d of headers a second, and how soon new work replaces old',
  wanted: { perCoreToNodeCrypto: '≥ 10', twoThreadsToOne: '≥ 1.8' },

  async run(context) {
    // At the reference's priority: otherwise the figures would tell how busy the machine is.
    const miner = new WorkerMiner({ priority: 'normal' });
    const scalarMiner = new WorkerMiner({ priority: 'normal', kernel: 'scalar' });
    try {
      const rounds = await interleave(context, {
        nodeCrypto,
        oneThread: () => kernelHashes(miner, 1),
        twoThreads: () => kernelHashes(miner, 2),
        scalarKernel: () => kernelHashes(scalarMiner, 1),
      });
      const replacementsMs = await replacementTimes(context, miner);
      return {
        figures: {
          kernel: miner.description,
          nodeCryptoHashesPerSecond: rounds.median('nodeCrypto'),
          oneThreadHashesPerSecond: rounds.median('oneThread'),
          twoThreadsHashesPerSecond: rounds.median('twoThreads'),
          scalarKernelHashesPerSecond: rounds.median('scalarKernel'),
          newWorkMedianMs: quantile(replacementsMs, 0.5),
          newWorkP99Ms: quantile(replacementsMs, 0.99),
        },
        ratios: {
          perCoreToNodeCrypto: rounds.ratio('oneThread', 'nodeCrypto'),
          twoThreadsToOne: rounds.ratio('twoThreads', 'oneThread'),
        },
      };
    } finally {
      await Promise.all([miner.close(), scalarMiner.close()]);
    }
  },
};

async function nodeCrypto(): Promise<number> {
  const header = randomBytes(80);
  const start = performance.now();
  for (let nonce = 0; nonce < NODE_HASHES; nonce++) {
    header.writeUInt32LE(nonce, 76);
    hash('sha256', hash('sha256', header, 'buffer'), 'buffer');
  }
  return perSecond(NODE_HASHES, start);
}

async function kernelHashes(miner: WorkerMiner, threads: number): Promise<number> {
  const nonces = { start: 0, count: NONCES_PER_THREAD * threads };
  const start = performance.now();
  const outcome = await miner.search({ header: randomBytes(80), target: IMPOSSIBLE, threads, nonces });
  return perSecond(outcome.hashes, start);
}

/** From the word that old work is out of date to a nonce of the new one: an upper bound for when threads turn to it. */
async function replacementTimes(context: BenchmarkContext, miner: WorkerMiner): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < REPLACEMENTS; i++) {
    context.progress(i / REPLACEMENTS, 'replacing work');
    const cancellation = new CancellationSource();
    const old = miner.search({ header: randomBytes(80), target: IMPOSSIBLE, threads: 2, cancellation });
    await new Promise((resolve) => setTimeout(resolve, OLD_WORK_MS));
    const start = performance.now();
    cancellation.abort();
    await old;
    await miner.search({ header: randomBytes(80), target: EASY, threads: 2 });
    times.push(performance.now() - start);
  }
  return times;
}

function perSecond(count: number, startMs: number): number {
  return (count / (performance.now() - startMs)) * 1000;
}
