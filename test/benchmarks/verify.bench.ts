import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { createVerifier } from '#adapters/verifier/create-verifier';
import { loadNativeCheck } from '#adapters/verifier/load-native-check';
import type { SignatureCheck, SignatureVerifier } from '#domain/transaction/signature-verifier.port';
import type { Benchmark } from './benchmark.ts';
import { interleave, quantile } from './interleave.ts';

const SIGNATURES = 1000;
/** Every signature is checked so often in a measurement: a quarter of a second on one thread. */
const REPEATS = 4;
const SINGLE_CHECKS = 200;

/** Signature checks: the pool of threads against one native check after another on one. */
export const benchmark: Benchmark = {
  title: 'ECDSA verifications a second, by a pool of threads and by one',
  wanted: { poolToSingle: '≥ 1.7' },

  async run(context) {
    const checks = Array.from({ length: SIGNATURES }, (_, i) => signed(i));
    const many = new Array<SignatureCheck[]>(REPEATS).fill(checks).flat();
    const checkNative = loadNativeCheck();
    const verifier = createVerifier();
    try {
      const rounds = await interleave(context, {
        single: () =>
          measure(many.length, async () =>
            many.every(({ digest, signature, publicKey }) => checkNative(digest, signature, publicKey)),
          ),
        pool: () => measure(many.length, async () => (await verifier.verify(many)).every(Boolean)),
      });
      const latenciesMs = await latencies(verifier, checks);
      return {
        figures: {
          verifier: verifier.description,
          threads: availableParallelism(),
          singlePerSecond: rounds.median('single'),
          poolPerSecond: rounds.median('pool'),
          oneCheckMedianMs: quantile(latenciesMs, 0.5),
          oneCheckP99Ms: quantile(latenciesMs, 0.99),
        },
        ratios: { poolToSingle: rounds.ratio('pool', 'single') },
      };
    } finally {
      await verifier.close();
    }
  },
};

function signed(seed: number): SignatureCheck {
  const secretKey = createHash('sha256').update(`key ${seed}`).digest();
  const digest = createHash('sha256').update(`message ${seed}`).digest();
  const signature = secp256k1.sign(digest, secretKey, { prehash: false, lowS: true });
  return { digest, signature, publicKey: secp256k1.getPublicKey(secretKey) };
}

async function measure(count: number, run: () => Promise<boolean>): Promise<number> {
  const start = performance.now();
  if (!(await run())) throw new Error('a valid signature was refused');
  return (count / (performance.now() - start)) * 1000;
}

/** How long somebody waits who asks for a single check while nothing else runs. */
async function latencies(verifier: SignatureVerifier, checks: readonly SignatureCheck[]): Promise<number[]> {
  const times: number[] = [];
  for (const check of checks.slice(0, SINGLE_CHECKS)) {
    const start = performance.now();
    await verifier.verify([check]);
    times.push(performance.now() - start);
  }
  return times;
}
