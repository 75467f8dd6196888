import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { openSqliteStore } from '#adapters/sqlite/open-sqlite-store';
import type { ChainWrite } from '#domain/chain/chain-store.port';
import type { HeaderEntry } from '#domain/chain/header-entry';
import { toHex } from '#domain/primitives/bytes';
import { SILENT_LOG } from '#domain/primitives/log.port';
import { contentOf, copyOf } from './store-content.ts';
import { type Payment, WrittenChain } from './written-chain.ts';

const WRITER = fileURLToPath(new URL('../fixtures/store-writer.mjs', import.meta.url));
const PEOPLE = 40;

/** What a writer is given: changes of a chain that grows and now and then moves to a longer branch. */
interface Plan {
  readonly changes: readonly ChainWrite[];
  /** The chain as each change leaves it. */
  readonly chains: readonly WrittenChain[];
}

/** Every ninth change is a reorganisation of one to four blocks; every fifth asks for the disk. */
export function planChanges(count: number): Plan {
  const changes: ChainWrite[] = [];
  const chains: WrittenChain[] = [];
  let chain = new WrittenChain(PEOPLE);
  changes.push(chain.begin());
  chains.push(chain.fork());
  for (let i = 1; i < count; i++) {
    const payments = Array.from({ length: 30 }, (_, n): Payment => [(i + n) % PEOPLE, (i * 3 + n * 7) % (2 * PEOPLE)]);
    const durability = i % 5 === 0 ? 'full' : 'normal';
    if (i % 9 === 0) {
      const branch = chain.fork();
      const depth = 1 + (i % 4);
      for (let left = 0; left < depth; left++) branch.retreat();
      for (let joined = 0; joined <= depth; joined++) branch.extend(payments, 90, `branch ${i}`);
      changes.push({ ...chain.switchTo(branch), durability });
      chain = branch;
    } else {
      changes.push({ ...chain.extend(payments, 91), durability });
    }
    chains.push(chain.fork());
  }
  return { changes, chains };
}

/** Writes a plan into a file for the writing process. */
export function writePlan(path: string, { changes, chains }: Plan): void {
  const blocks = new Map(chains.flatMap((chain) => chain.blocks.map(({ entry, block }) => [entry.hash, block.bytes])));
  const entryJson = (entry: HeaderEntry) => ({
    height: entry.height,
    status: entry.status,
    arrival: entry.arrival,
    ruledTarget: String(entry.ruledTarget),
    totalWork: String(entry.totalWork),
    block: toHex(blocks.get(entry.hash) as Uint8Array),
  });
  const json = changes.map((change) => ({
    connected: change.connected.map(({ entry, undo }) => ({ entry: entryJson(entry), undo: toHex(undo) })),
    disconnected: change.disconnected.map(entryJson),
    accounts: [...change.accounts].map(([account, state]) => [account, state ?? null]),
    tip: change.tip,
    durability: change.durability,
  }));
  writeFileSync(path, JSON.stringify({ genesisHash: chains[0]?.tip.entry.hash, changes: json }));
}

/** Runs a writer and kills it `afterMs` after its first word; gives how many changes it had seen acknowledged. */
export async function writeUntilKilled(folder: string, afterMs: number): Promise<number> {
  const child = spawn(process.execPath, [WRITER, join(folder, 'chain.sqlite'), join(folder, 'changes.json')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let acknowledged = 0;
  const lines = createInterface({ input: child.stdout });
  lines.once('line', () => setTimeout(() => child.kill('SIGKILL'), afterMs));
  lines.on('line', (line) => {
    acknowledged = Number(line);
  });
  const [code] = await once(child, 'close');
  if (code !== 0 && code !== null) throw new Error(`the writer failed with ${code}`);
  return acknowledged;
}

/**
 * The number of changes that the store has, after checking that it holds exactly what they add up to: every block,
 * account, place and total, and no damaged page.
 */
export async function checkSurvivor(folder: string, plan: Plan): Promise<number> {
  const path = join(folder, 'chain.sqlite');
  const genesisHash = plan.chains[0]?.tip.entry.hash as HeaderEntry['hash'];
  const opened = await openSqliteStore({ path, genesisHash, log: SILENT_LOG });
  if (!opened.ok) throw new Error(JSON.stringify(opened.refusal));
  const store = opened.value;
  const tip = await store.tip();
  const at = plan.changes.findIndex((change) => change.tip === tip);
  const chain = plan.chains[at];
  if (tip !== undefined) {
    if (chain === undefined) throw new Error('the tip is where no change led');
    expect(await contentOf(store, chain)).toEqual(await contentOf(await copyOf(chain), chain));
  }
  const integrity: unknown = await store.dataSource.query('PRAGMA integrity_check');
  expect(integrity).toEqual([{ integrity_check: 'ok' }]);
  await store.close();
  return at + 1;
}
