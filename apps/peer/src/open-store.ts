import { join } from 'node:path';
import { StartFailure } from '#adapters/process/start-failure';
import { checkTotals } from '#adapters/sqlite/check-store';
import { openSqliteStore } from '#adapters/sqlite/open-sqlite-store';
import type { SqliteStore } from '#adapters/sqlite/sqlite-store';
import { describeStoreRefusal, type StoreRefusal } from '#adapters/sqlite/store.errors';
import { refusalOf } from '#adapters/sqlite/store-refused-error';
import { describeChainFault } from '#domain/chain/chain-fault.errors';
import { mendChain } from '#domain/chain/mend-chain';
import type { Network } from '#domain/network-params/network';
import type { Clock } from '#domain/primitives/clock.port';
import type { Log } from '#domain/primitives/log.port';

/** Opens the store of a folder, sees that it agrees with itself, and mends it if not. Throws a StartFailure. */
export async function openStore(folder: string, network: Network, clock: Clock, log: Log): Promise<SqliteStore> {
  const path = pathIn(folder);
  const opened = await openSqliteStore({ path, genesisHash: network.genesisHash, log });
  if (!opened.ok) throw failureOf(opened.refusal);
  const store = opened.value;
  try {
    const distrustAccounts = (await checkTotals(store)).length > 0;
    const mended = await mendChain({ store, network, clock, log, distrustAccounts });
    if (mended.ok) return store;
    const sentences = mended.refusal.faults.map((fault) => `${describeChainFault(fault)} (${fault.code})`);
    const { code } = mended.refusal;
    throw new StartFailure([`The store ${path} cannot be mended (${code}): restore a copy.`, ...sentences].join('\n'));
  } catch (error) {
    await store.close();
    throw error;
  }
}

/**
 * What a start that failed says of a folder's store: a page that is found damaged only when it is read is told like one
 * that was found at once; anything else is the error itself.
 */
export function startFailureOf(error: unknown, folder: string): unknown {
  const refusal = refusalOf(error, pathIn(folder));
  return refusal?.code === 'store-damaged' ? failureOf(refusal) : error;
}

function failureOf(refusal: StoreRefusal): StartFailure {
  return new StartFailure(`${describeStoreRefusal(refusal)} (${refusal.code})`);
}

function pathIn(folder: string): string {
  return join(folder, 'chain.sqlite');
}
