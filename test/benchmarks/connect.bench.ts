import { availableParallelism } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createVerifier } from '#adapters/verifier/create-verifier';
import type { ChainStore } from '#domain/chain/chain-store.port';
import type { Network } from '#domain/network-params/network';
import { invariant } from '#domain/primitives/invariant';
import type { SignatureCheck, SignatureVerifier } from '#domain/transaction/signature-verifier.port';
import { signatureCheckOf } from '#domain/transaction/structural-rules';
import { TransferChain } from '#test/transfer-chain';
import type { Benchmark } from './benchmark.ts';
import { connectBlocks, openChain } from './connect-blocks.ts';
import { interleave } from './interleave.ts';
import { openTemporaryStore } from './temporary-store.ts';

const BLOCKS = 20;
const TRANSFERS_PER_BLOCK = 1_000;
const ACCOUNTS = 5_000;
const TRANSFERS = BLOCKS * TRANSFERS_PER_BLOCK;
const NANOSECONDS_PER_MS = 1e6;

/** A chain from its first byte to its last commit, against the checks of its signatures alone. */
export const benchmark: Benchmark = {
  title: `connect ${BLOCKS} blocks of ${TRANSFERS_PER_BLOCK} transfers: validated and stored, against the signatures alone`,
  wanted: { toCeiling: '≥ 0.6' },

  async run(context) {
    const source = new TransferChain(ACCOUNTS);
    const encoded: Uint8Array[] = [];
    const checks: SignatureCheck[] = [];
    for (let i = 0; i < BLOCKS; i++) {
      context.progress((i / BLOCKS) * 0.1, 'signing');
      const block = source.block(TRANSFERS_PER_BLOCK);
      encoded.push(block.bytes);
      checks.push(...block.transactions.map((each) => signatureCheckOf(each, source.network.genesisHash)));
    }
    const verifier = createVerifier();
    const holds: number[] = [];
    try {
      const rounds = await interleave(context, {
        ceiling: () =>
          perSecond(async () => invariant((await verifier.verify(checks)).every(Boolean), 'all are valid')),
        connect: async () => {
          const temporary = await openTemporaryStore(source.network);
          try {
            const delay = monitorEventLoopDelay({ resolution: 1 });
            const rate = await perSecond(() => connect(source.network, temporary.store, verifier, encoded, delay));
            holds.push(delay.max / NANOSECONDS_PER_MS);
            return rate;
          } finally {
            await temporary.remove();
          }
        },
      });
      return {
        figures: {
          verifier: verifier.description,
          cores: availableParallelism(),
          txPerSecond: rounds.median('connect'),
          ceilingPerSecond: rounds.median('ceiling'),
          longestHoldMs: Math.max(...holds),
        },
        ratios: { toCeiling: rounds.ratio('connect', 'ceiling') },
      };
    } finally {
      await verifier.close();
    }
  },
};

async function connect(
  network: Network,
  store: ChainStore,
  verifier: SignatureVerifier,
  encoded: readonly Uint8Array[],
  delay: ReturnType<typeof monitorEventLoopDelay>,
): Promise<void> {
  const chain = await openChain(network, store, verifier);
  delay.enable();
  await connectBlocks(chain, encoded);
  delay.disable();
}

async function perSecond(run: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await run();
  return (TRANSFERS / (performance.now() - start)) * 1000;
}
