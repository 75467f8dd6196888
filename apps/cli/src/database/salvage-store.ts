import { join } from 'node:path';
import { claimFile } from '#adapters/sqlite/claim-file';
import { type CopiedTable, copyReadableTables } from '#adapters/sqlite/copy-readable-tables';
import { DamagedFile } from '#adapters/sqlite/damaged-file';
import { openSqliteStore } from '#adapters/sqlite/open-sqlite-store';
import { refusalOf } from '#adapters/sqlite/store-refused-error';
import type { Network } from '#domain/network-params/network';
import { SILENT_LOG } from '#domain/primitives/log.port';
import { CliFailure, usageFailure } from '../cli-failure.ts';
import { candidateNetworks } from './open-stopped-store.ts';
import type { ProgressNotes } from './progress-notes.ts';
import { exchangeStores, removeStore } from './store-files.ts';
import { takeBlocks } from './take-blocks.ts';

export interface Salvage {
  readonly path: string;
  /** Where the damaged file is now. */
  readonly keptAs: string;
  readonly network: Network;
  /** The new chain's, made from blocks that have kept every rule once more. */
  readonly height: number;
  /** The height from which blocks come from other peers; undefined when every known one was readable. */
  readonly fetchFrom: number | undefined;
  readonly tables: readonly CopiedTable[];
}

/**
 * Makes a new store of all that can be read from one whose file is damaged: its blocks, judged anew by every rule, and
 * what is not made of blocks. The damaged file stays in its place until the new one is whole, and is kept beside it.
 */
export async function salvageStore(
  folder: string,
  networkName: string | undefined,
  notes: ProgressNotes,
): Promise<Salvage> {
  const path = join(folder, 'chain.sqlite');
  const claim = claimStore(path);
  const fresh = `${path}.salvaged`;
  try {
    removeStore(fresh);
    const damaged = openDamaged(path);
    let salvaged: Omit<Salvage, 'keptAs'>;
    try {
      const network = networkOf(damaged, path, networkName);
      salvaged = { path, network, ...(await copyInto(fresh, damaged, network, notes)) };
    } finally {
      damaged.close();
    }
    return { ...salvaged, keptAs: exchangeStores(path, fresh) };
  } finally {
    removeStore(fresh);
    claim.close();
  }
}

async function copyInto(
  fresh: string,
  damaged: DamagedFile,
  network: Network,
  notes: ProgressNotes,
): Promise<Pick<Salvage, 'height' | 'fetchFrom' | 'tables'>> {
  const opened = await openSqliteStore({ path: fresh, genesisHash: network.genesisHash, log: SILENT_LOG });
  if (!opened.ok) throw new CliFailure(1, opened.refusal.code, `${fresh} cannot be made (${opened.refusal.code}).`);
  const store = opened.value;
  try {
    const chain = await takeBlocks(damaged, store, network, notes);
    return { ...chain, tables: await copyReadableTables(damaged, store) };
  } finally {
    await store.close();
  }
}

function claimStore(path: string): { close(): void } {
  try {
    return claimFile(path);
  } catch (error) {
    throw new CliFailure(1, refusalOf(error, path)?.code ?? 'store-unavailable', `${path} is in use.`);
  }
}

function openDamaged(path: string): DamagedFile {
  try {
    return new DamagedFile(path);
  } catch {
    const advice = 'restore a copy, or move it away and let the peer fetch the chain anew';
    throw new CliFailure(1, 'store-damaged', `Nothing of ${path} can be read: ${advice} (store-damaged).`);
  }
}

function networkOf(damaged: DamagedFile, path: string, name: string | undefined): Network {
  const genesis = damaged.genesis();
  const candidates = candidateNetworks(name);
  const network = candidates.find(({ genesisHash }) => genesisHash === genesis);
  if (network !== undefined) return network;
  const [named] = candidates;
  // A file that does not even tell its network any more belongs to the one that its owner says.
  if (name !== undefined && named !== undefined && genesis === undefined) return named;
  if (name !== undefined) throw new CliFailure(1, 'store-wrong-network', `${path} is of another network than ${name}.`);
  throw usageFailure('network-unknown', `${path} tells no preset's network: name it, or its file, with --network.`);
}
