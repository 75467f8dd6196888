import { availableParallelism } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { SystemClock } from '#adapters/system/system-clock';
import { createVerifier } from '#adapters/verifier/create-verifier';
import { decodeBlock } from '#domain/block/block';
import { Chain } from '#domain/chain/chain';
import type { ChainStore } from '#domain/chain/chain-store.port';
import type { Network } from '#domain/network-params/network';
import { invariant } from '#domain/primitives/invariant';
import { SILENT_LOG } from '#domain/primitives/log.port';
import type { SignatureCheck, SignatureVerifier } from '#domain/transaction/signature-verifier.port';
import { signatureCheckOf } from '#domain/transaction/structural-rules';
import { TransferChain } from '#test/transfer-chain';
import type { Benchmark } from './benchmark.ts';
import { interleave } from './interleave.ts';
import { openTemporaryStore } from './temporary-store.ts';

const BLOCKS = 20;
const TRANSFERS_PER_BLOCK = 1_000;
const ACCOUNTS = 5_000;
const TRANSFERS = BLOCKS * TRANSFERS_PER_BLOCK;
/** Blocks handed over at once, as synchronisation does. */
const BLOCKS_PER_CALL = 8;
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
  const verified = { has: () => false };
  const chain = await Chain.open({ network, store, verifier, verified, clock: new SystemClock(), log: SILENT_LOG });
  delay.enable();
  const calls: Promise<unknown>[] = [];
  for (let from = 0; from < encoded.length; from += BLOCKS_PER_CALL) {
    const blocks = encoded.slice(from, from + BLOCKS_PER_CALL).map((bytes) => {
      const block = decodeBlock(bytes.slice());
      invariant(block.ok, 'a built block is canonical');
      return block.value;
    });
    calls.push(chain.acceptAll(blocks, 'normal'));
    if (calls.length > 1) await calls[calls.length - 2];
  }
  await Promise.all(calls);
  delay.disable();
  invariant(chain.tip.height === encoded.length, 'every block is connected');
}

async function perSecond(run: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await run();
  return (TRANSFERS / (performance.now() - start)) * 1000;
}
