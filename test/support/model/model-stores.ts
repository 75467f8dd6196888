import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '#adapters/sqlite/open-sqlite-store';
import type { Hash } from '#domain/primitives/hash';
import { SILENT_LOG } from '#domain/primitives/log.port';
import { FaultyChainStore } from '#test/faulty-chain-store';
import type { ModelStore } from './history-run.ts';

/** A store in memory that outlives restarts and fails when it is told to. */
export function memoryModelStore(): ModelStore {
  const store = new FaultyChainStore();
  return {
    open: async () => store,
    failNextWrite: () => {
      store.failingWrites = 1;
      return () => {
        store.failingWrites = 0;
      };
    },
    remove: () => {},
  };
}

/** A store in a file of its own, opened anew after each restart. */
export function sqliteModelStore(genesisHash: Hash): ModelStore {
  const folder = mkdtempSync(join(tmpdir(), 'cheese-model-'));
  return {
    open: async () => {
      const opened = await openSqliteStore({ path: join(folder, 'chain.sqlite'), genesisHash, log: SILENT_LOG });
      if (!opened.ok) throw new Error(opened.refusal.code);
      return opened.value;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
