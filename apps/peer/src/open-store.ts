import { join } from 'node:path';
import { StartFailure } from '#adapters/process/start-failure';
import { openSqliteStore } from '#adapters/sqlite/open-sqlite-store';
import type { SqliteStore } from '#adapters/sqlite/sqlite-store';
import { describeStoreRefusal } from '#adapters/sqlite/store.errors';
import { describeChainFault } from '#domain/chain/chain-fault.errors';
import { mendChain } from '#domain/chain/mend-chain';
import type { Network } from '#domain/network-params/network';
import type { Clock } from '#domain/primitives/clock.port';
import type { Log } from '#domain/primitives/log.port';

/** Opens the store of a folder, sees that it agrees with itself, and mends it if not. Throws a StartFailure. */
export async function openStore(folder: string, network: Network, clock: Clock, log: Log): Promise<SqliteStore> {
  const path = join(folder, 'chain.sqlite');
  const opened = await openSqliteStore({ path, genesisHash: network.genesisHash, log });
  if (!opened.ok) throw new StartFailure(`${describeStoreRefusal(opened.refusal)} (${opened.refusal.code})`);
  const store = opened.value;
  try {
    const mended = await mendChain({ store, network, clock, log });
    if (mended.ok) return store;
    const sentences = mended.refusal.faults.map((fault) => `${describeChainFault(fault)} (${fault.code})`);
    const { code } = mended.refusal;
    throw new StartFailure([`The store ${path} cannot be mended (${code}): restore a copy.`, ...sentences].join('\n'));
  } catch (error) {
    await store.close();
    throw error;
  }
}
