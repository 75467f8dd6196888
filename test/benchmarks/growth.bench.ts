import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '#adapters/sqlite/open-sqlite-store';
import { SystemClock } from '#adapters/system/system-clock';
import { NobleVerifier } from '#adapters/verifier/noble-verifier';
import { type Block, decodeBlock } from '#domain/block/block';
import { Chain } from '#domain/chain/chain';
import type { Network } from '#domain/network-params/network';
import { invariant } from '#domain/primitives/invariant';
import { SILENT_LOG } from '#domain/primitives/log.port';
import { FabricatedChain } from '#test/fabricated-chain';
import type { Benchmark, BenchmarkContext } from './benchmark.ts';
import { interleave } from './interleave.ts';

const PAYERS = 5_000;
const OLD_TRANSFERS_PER_BLOCK = 50;
/** Connected and measured on top of each height. */
const BLOCKS = 10;
const TRANSFERS_PER_BLOCK = 1_000;
const LOW_HEIGHT = 10;
const HIGH_HEIGHT = 10_000;
const MICROSECONDS_PER_SECOND = 1e6;

/** A store at some height, and the blocks that come next. */
interface Grown {
  readonly network: Network;
  readonly path: string;
  readonly next: readonly Uint8Array[];
}

/**
 * What a transfer costs at the beginning and in a long chain: processor time, for others may use the machine as well.
 * Without signatures, which cost the same at any height: so a difference shows whole. The same accounts pay in both;
 * `crowded` is the long chain with half a million others, whose pages the accounts of a block are spread over.
 */
export const benchmark: Benchmark = {
  title: `connect ${TRANSFERS_PER_BLOCK} transfers a block at block ${HIGH_HEIGHT} and at block ${LOW_HEIGHT}, without signatures`,
  wanted: { highToLow: '≥ 0.8' },

  async run(context) {
    const folder = mkdtempSync(join(tmpdir(), 'cheesechain-bench-'));
    try {
      const low = await grow(join(folder, 'low.sqlite'), LOW_HEIGHT, false, context);
      const high = await grow(join(folder, 'high.sqlite'), HIGH_HEIGHT, false, context);
      const crowded = await grow(join(folder, 'crowded.sqlite'), HIGH_HEIGHT, true, context);
      const rounds = await interleave(context, {
        low: () => perCpuSecond(low),
        high: () => perCpuSecond(high),
        crowded: () => perCpuSecond(crowded),
      });
      return {
        figures: {
          lowTxPerCpuSecond: rounds.median('low'),
          highTxPerCpuSecond: rounds.median('high'),
          crowdedTxPerCpuSecond: rounds.median('crowded'),
          crowdedAccounts: HIGH_HEIGHT * OLD_TRANSFERS_PER_BLOCK + PAYERS,
        },
        ratios: { highToLow: rounds.ratio('high', 'low'), crowdedToLow: rounds.ratio('crowded', 'low') },
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function grow(path: string, height: number, toNew: boolean, context: BenchmarkContext): Promise<Grown> {
  context.progress(0, `writing ${height} blocks`);
  const chain = new FabricatedChain(PAYERS);
  const opened = await openSqliteStore({ path, genesisHash: chain.network.genesisHash, log: SILENT_LOG });
  invariant(opened.ok, 'a new store opens');
  await chain.write(opened.value, height, OLD_TRANSFERS_PER_BLOCK, toNew);
  await opened.value.close();
  const next = Array.from({ length: BLOCKS }, () => chain.block(TRANSFERS_PER_BLOCK, false).bytes);
  return { network: chain.network, path, next };
}

/** Transfers connected in a second of processor time, on a copy of the store. */
async function perCpuSecond({ network, path, next }: Grown): Promise<number> {
  const copy = `${path}.copy`;
  copyFileSync(path, copy);
  const opened = await openSqliteStore({ path: copy, genesisHash: network.genesisHash, log: SILENT_LOG });
  invariant(opened.ok, 'a copy opens');
  const store = opened.value;
  const verified = { has: () => true };
  const verifier = new NobleVerifier();
  const chain = await Chain.open({ network, store, verifier, verified, clock: new SystemClock(), log: SILENT_LOG });
  const before = process.cpuUsage();
  const outcomes = await chain.acceptAll(next.map(decoded), 'normal');
  const { user, system } = process.cpuUsage(before);
  invariant(
    outcomes.every(({ kind }) => kind === 'connected'),
    'every block is connected',
  );
  await store.close();
  for (const end of ['', '-wal', '-shm', '.lock']) rmSync(copy + end, { force: true });
  return (BLOCKS * TRANSFERS_PER_BLOCK * MICROSECONDS_PER_SECOND) / (user + system);
}

function decoded(bytes: Uint8Array): Block {
  const block = decodeBlock(bytes.slice());
  invariant(block.ok, 'a built block is canonical');
  return block.value;
}
