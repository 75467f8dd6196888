import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '#adapters/sqlite/open-sqlite-store';
import type { SqliteStore } from '#adapters/sqlite/sqlite-store';
import type { Network } from '#domain/network-params/network';
import { invariant } from '#domain/primitives/invariant';
import { SILENT_LOG } from '#domain/primitives/log.port';

/** A store in a file of its own that goes with {@link remove}. */
export interface TemporaryStore {
  readonly store: SqliteStore;
  remove(): Promise<void>;
}

export async function openTemporaryStore(network: Network): Promise<TemporaryStore> {
  const folder = mkdtempSync(join(tmpdir(), 'cheesechain-bench-'));
  const path = join(folder, 'chain.sqlite');
  const opened = await openSqliteStore({ path, genesisHash: network.genesisHash, log: SILENT_LOG });
  invariant(opened.ok, 'a new store opens');
  const remove = async (): Promise<void> => {
    await opened.value.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { store: opened.value, remove };
}
