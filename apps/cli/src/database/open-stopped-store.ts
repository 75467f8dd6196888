import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadNetwork } from '#adapters/configuration/load-network';
import { NETWORK_CHOICE, NETWORK_PRESETS } from '#adapters/configuration/network-choice';
import { openSqliteStore } from '#adapters/sqlite/open-sqlite-store';
import type { SqliteStore } from '#adapters/sqlite/sqlite-store';
import { describeStoreRefusal } from '#adapters/sqlite/store.errors';
import type { Network } from '#domain/network-params/network';
import { SILENT_LOG } from '#domain/primitives/log.port';
import { CliFailure, usageFailure } from '../cli-failure.ts';

/** The store of a peer that does not run, to be closed by whoever opened it. */
export interface StoppedStore {
  readonly path: string;
  readonly store: SqliteStore;
  readonly network: Network;
}

/** Opens the store in a peer's folder, as its only user. Without a named network it must be one of the presets. */
export async function openStoppedStore(folder: string, networkName: string | undefined): Promise<StoppedStore> {
  const path = join(folder, 'chain.sqlite');
  // Opening would make a new one.
  if (!existsSync(path)) throw usageFailure('store-missing', `${path} does not exist: --data takes a peer's folder.`);
  let failure: CliFailure | undefined;
  for (const network of candidateNetworks(networkName)) {
    const opened = await openSqliteStore({ path, genesisHash: network.genesisHash, log: SILENT_LOG });
    if (opened.ok) return { path, store: opened.value, network };
    const { code } = opened.refusal;
    failure = new CliFailure(1, code, `${describeStoreRefusal(opened.refusal)} (${code})`);
    if (code !== 'store-wrong-network') throw failure;
  }
  if (networkName !== undefined && failure !== undefined) throw failure;
  throw usageFailure('network-unknown', `${path} is of no preset's network: name its file with --network.`);
}

/** The network that is named, or else every preset's. */
export function candidateNetworks(name: string | undefined): Network[] {
  return name === undefined ? NETWORK_PRESETS.map(networkOf) : [networkOf(name)];
}

function networkOf(name: string): Network {
  const choice = NETWORK_CHOICE.parse(name);
  if (choice === undefined) {
    throw usageFailure('network-unknown', `--network got "${name}", but takes ${NETWORK_CHOICE.takes}.`);
  }
  const network = loadNetwork(choice);
  if (!network.ok) throw usageFailure(network.refusal.code, network.refusal.sentence);
  return network.value;
}
