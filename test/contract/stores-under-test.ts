import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryChainStore } from '#adapters/memory/memory-chain-store';
import { openSqliteStore } from '#adapters/sqlite/open-sqlite-store';
import type { ChainStore, ChainWrite } from '#domain/chain/chain-store.port';
import type { Hash } from '#domain/primitives/hash';
import { SILENT_LOG } from '#domain/primitives/log.port';
import type { Payment } from '#test/written-chain';

/** Every adapter of the port, each with how a new empty store of it is made. */
export const CHAIN_STORES: [string, () => Promise<ChainStore>][] = [
  ['in memory', async () => new MemoryChainStore()],
  ['in an SQLite file', openInNewFolder],
];

/** A write of nothing, to be filled in. */
export const NO_CHANGE: ChainWrite = {
  entries: [],
  bodies: [],
  disconnected: [],
  connected: [],
  accounts: new Map(),
  tip: undefined,
  durability: 'normal',
};

const folders: string[] = [];

async function openInNewFolder(): Promise<ChainStore> {
  const folder = mkdtempSync(join(tmpdir(), 'cheese-store-'));
  folders.push(folder);
  const genesisHash = 'ab'.repeat(32) as Hash;
  const opened = await openSqliteStore({ path: join(folder, 'chain.sqlite'), genesisHash, log: SILENT_LOG });
  if (!opened.ok) throw new Error(opened.refusal.code);
  return opened.value;
}

/** Removes the files of all stores that were made; to be called when they are closed. */
export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Eight people pay ten, everyone somebody else in each block. */
export function payments(block: number): Payment[] {
  return Array.from({ length: 8 }, (_, person): Payment => [person, (person * 3 + block) % 10]);
}
