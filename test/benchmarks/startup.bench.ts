import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openSqliteStore } from '#adapters/sqlite/open-sqlite-store';
import { invariant } from '#domain/primitives/invariant';
import { SILENT_LOG } from '#domain/primitives/log.port';
import { FabricatedChain } from '#test/fabricated-chain';
import { freePort } from '#test/processes/free-port';
import type { Benchmark, BenchmarkContext } from './benchmark.ts';
import { quantile } from './interleave.ts';

const HEIGHT = 100_000;
const ACCOUNTS = 1_000_000;
/** As many as a block of a megabyte holds, nearly. */
const ACCOUNTS_PER_FULL_BLOCK = 5_000;
const FULL_BLOCKS = ACCOUNTS / ACCOUNTS_PER_FULL_BLOCK;
const PAYERS = 1_000;
/** Written between two words of progress. */
const BLOCKS_PER_STEP = 2_000;
const FULL_BLOCKS_PER_STEP = 10;
/** More starts than this tell nothing more. */
const MAX_STARTS = 3;
const POLL_MS = 10;
const READY_DEADLINE_MS = 120_000;
const MEBIBYTE = 2 ** 20;
const PEER = fileURLToPath(new URL('../../apps/peer/src/main.js', import.meta.url));

/** From nothing to ready with a long chain and many accounts: figures only. */
export const benchmark: Benchmark = {
  title: `a peer's start with ${HEIGHT} blocks and ${ACCOUNTS} accounts, and its memory then`,
  wanted: {},

  async run(context) {
    const folder = mkdtempSync(join(tmpdir(), 'cheesechain-bench-'));
    try {
      await fabricate(folder, context);
      const starts: { readyMs: number; residentBytes: number }[] = [];
      for (let i = 0; i < Math.min(context.rounds, MAX_STARTS); i++) {
        context.progress(0.9, 'starting');
        starts.push(await start(folder));
      }
      return {
        figures: {
          blocks: HEIGHT,
          accounts: ACCOUNTS,
          storeMiB: statSync(join(folder, 'chain.sqlite')).size / MEBIBYTE,
          readyMs: quantile(
            starts.map(({ readyMs }) => readyMs),
            0.5,
          ),
          residentMiB:
            quantile(
              starts.map(({ residentBytes }) => residentBytes),
              0.5,
            ) / MEBIBYTE,
        },
        ratios: {},
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function fabricate(folder: string, context: BenchmarkContext): Promise<void> {
  const chain = new FabricatedChain(PAYERS);
  writeFileSync(join(folder, 'network.json'), JSON.stringify(chain.network.parameters));
  const path = join(folder, 'chain.sqlite');
  const opened = await openSqliteStore({ path, genesisHash: chain.network.genesisHash, log: SILENT_LOG });
  invariant(opened.ok, 'a new store opens');
  const tell = () => context.progress((chain.height / HEIGHT) * 0.4, 'writing blocks');
  for (let i = 0; i < FULL_BLOCKS; i += FULL_BLOCKS_PER_STEP, tell()) {
    await chain.write(opened.value, FULL_BLOCKS_PER_STEP, ACCOUNTS_PER_FULL_BLOCK);
  }
  for (; chain.height < HEIGHT; tell()) {
    await chain.write(opened.value, Math.min(BLOCKS_PER_STEP, HEIGHT - chain.height), 0);
  }
  await opened.value.close();
}

/** From the process's start to the first `/readyz` that says yes. */
async function start(folder: string): Promise<{ readonly readyMs: number; readonly residentBytes: number }> {
  const port = await freePort();
  const begin = performance.now();
  const child = spawn(process.execPath, [PEER], {
    env: {
      PATH: process.env['PATH'],
      CHEESE_NETWORK: join(folder, 'network.json'),
      CHEESE_DATA_DIR: folder,
      CHEESE_HTTP_PORT: String(port),
      CHEESE_P2P_PORT: '0',
      CHEESE_P2P_HOST: '127.0.0.1',
      CHEESE_LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    const http = `http://127.0.0.1:${port}`;
    await ready(child, http);
    const readyMs = performance.now() - begin;
    const metrics = await (await fetch(`${http}/metrics`)).text();
    const resident = /^process_resident_memory_bytes(?:\{.*\})? (\S+)/m.exec(metrics)?.[1];
    return { readyMs, residentBytes: Number(resident) };
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
}

async function ready(child: ChildProcess, http: string): Promise<void> {
  const end = performance.now() + READY_DEADLINE_MS;
  while (performance.now() < end) {
    invariant(child.exitCode === null, 'the peer goes on running');
    const answer = await fetch(`${http}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(POLL_MS);
  }
  throw new Error(`the peer was not ready after ${READY_DEADLINE_MS} ms`);
}
