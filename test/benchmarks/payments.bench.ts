import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { openSqliteStore } from '#adapters/sqlite/open-sqlite-store';
import { toHex } from '#domain/primitives/bytes';
import { invariant } from '#domain/primitives/invariant';
import { SILENT_LOG } from '#domain/primitives/log.port';
import { freePort } from '#test/processes/free-port';
import { openTestChainOn } from '#test/test-chain';
import { TransferChain } from '#test/transfer-chain';
import type { Benchmark, BenchmarkContext } from './benchmark.ts';
import { interleave } from './interleave.ts';
import type { PaymentsOrder } from './payments-load.worker.ts';

const LOW_HEIGHT = 10;
const HIGH_HEIGHT = 10_000;
/** Few enough open ones of each that no account's queue of 256 fills up in all rounds. */
const ACCOUNTS = 1_000;
const TRANSFERS_PER_ROUND = 400;
const CONNECTIONS = 16;
/** Empty ones, connected at once. */
const BLOCKS_PER_STEP = 250;
const TOKEN = 'token-of-the-benchmark';
const READY_DEADLINE_MS = 120_000;
const POLL_MS = 20;
const PEER = fileURLToPath(new URL('../../apps/peer/src/main.js', import.meta.url));

interface LoadedPeer {
  readonly child: ChildProcess;
  readonly port: number;
  readonly chain: TransferChain;
}

/** Signed elsewhere, handed in over HTTP, verified, kept on disk and acknowledged: at a young chain and at a long one. */
export const benchmark: Benchmark = {
  title: `signed transactions a second over POST /v1/transactions at height ${LOW_HEIGHT} and ${HIGH_HEIGHT}`,
  wanted: { highToLow: '≈ 1' },

  async run(context) {
    const folder = mkdtempSync(join(tmpdir(), 'cheesechain-bench-'));
    const worker = new Worker(new URL('./payments-load.worker.js', import.meta.url));
    const peers: LoadedPeer[] = [];
    try {
      const low = await startPeer(join(folder, 'low'), LOW_HEIGHT, context);
      peers.push(low);
      const high = await startPeer(join(folder, 'high'), HIGH_HEIGHT, context);
      peers.push(high);
      const rounds = await interleave(context, { low: () => load(worker, low), high: () => load(worker, high) });
      const [lowPerSecond, highPerSecond] = [rounds.median('low'), rounds.median('high')];
      return {
        figures: {
          lowHeight: LOW_HEIGHT,
          highHeight: HIGH_HEIGHT,
          connections: CONNECTIONS,
          lowPerSecond,
          highPerSecond,
        },
        ratios: { highToLow: rounds.ratio('high', 'low') },
      };
    } finally {
      await worker.terminate();
      await Promise.all(peers.map(stop));
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** Transactions a second: everything acknowledged is on disk. */
async function load(worker: Worker, { port, chain }: LoadedPeer): Promise<number> {
  const bodies = chain.transfers(TRANSFERS_PER_ROUND).map(({ bytes }) => JSON.stringify({ raw: toHex(bytes) }));
  const order: PaymentsOrder = { port, token: TOKEN, connections: CONNECTIONS, bodies };
  worker.postMessage(order);
  const [tookMs] = (await once(worker, 'message')) as [number];
  return (TRANSFERS_PER_ROUND / tookMs) * 1000;
}

/** A real peer whose store has so many empty blocks. */
async function startPeer(folder: string, height: number, context: BenchmarkContext): Promise<LoadedPeer> {
  const chain = new TransferChain(ACCOUNTS);
  const path = join(folder, 'chain.sqlite');
  const opened = await openSqliteStore({ path, genesisHash: chain.network.genesisHash, log: SILENT_LOG });
  invariant(opened.ok, 'a new store opens');
  writeFileSync(join(folder, 'network.json'), JSON.stringify(chain.network.parameters));
  const test = await openTestChainOn(opened.value, chain.network);
  for (let done = 0; done < height; done += BLOCKS_PER_STEP) {
    context.progress((done / height) * 0.5, `writing ${height} blocks`);
    const blocks = Array.from({ length: Math.min(BLOCKS_PER_STEP, height - done) }, () => chain.block(0));
    await test.chain.acceptAll(blocks, 'normal');
  }
  invariant(test.chain.tip.height === height, 'every block is connected');
  await test.chain.close();
  await opened.value.close();
  const port = await freePort();
  const child = spawn(process.execPath, [PEER], {
    env: {
      PATH: process.env['PATH'],
      CHEESE_NETWORK: join(folder, 'network.json'),
      CHEESE_DATA_DIR: folder,
      CHEESE_HTTP_PORT: String(port),
      CHEESE_P2P_PORT: '0',
      CHEESE_P2P_HOST: '127.0.0.1',
      CHEESE_API_TOKEN: TOKEN,
      CHEESE_LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await ready(child, port);
  return { child, port, chain };
}

async function ready(child: ChildProcess, port: number): Promise<void> {
  const end = performance.now() + READY_DEADLINE_MS;
  while (performance.now() < end) {
    invariant(child.exitCode === null, 'the peer goes on running');
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(POLL_MS);
  }
  throw new Error(`the peer was not ready after ${READY_DEADLINE_MS} ms`);
}

async function stop({ child }: LoadedPeer): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}
