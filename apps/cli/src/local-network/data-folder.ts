import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { usageFailure } from '../cli-failure.ts';
import { type LocalNetworkPlan, localEndpoint } from './plan.ts';

/** What a local network leaves in its folder for the next start and for the other commands. */
export interface NetworkRecord {
  readonly format: 1;
  readonly network: string;
  /** True from start to clean stop: found at a start, the programs of a killed starter may still be stopping. */
  readonly running: boolean;
  readonly peers: readonly { readonly http: string; readonly tcp: string; readonly dataDir: string }[];
}

const RECORD_NAME = 'network.json';
const OWN_ENTRIES = /^(tracker|peer-\d+|logs|network\.json(\.new)?|open-page\.html|in-use\.lock.*)$/;

/** The record of a folder, or undefined when it has none that could be ours. */
export function readNetworkRecord(dataDir: string): NetworkRecord | undefined {
  try {
    const record = JSON.parse(readFileSync(join(dataDir, RECORD_NAME), 'utf8')) as NetworkRecord;
    return record.format === 1 && typeof record.network === 'string' && Array.isArray(record.peers)
      ? record
      : undefined;
  } catch {
    return undefined;
  }
}

/** Written beside and renamed, so that a crash leaves the old record or the new one. */
export function writeNetworkRecord(plan: LocalNetworkPlan, running: boolean): void {
  const record: NetworkRecord = {
    format: 1,
    network: plan.network,
    running,
    peers: plan.peers.map(({ httpPort, tcpPort, dataDir }) => ({
      http: `http://${localEndpoint(httpPort)}`,
      tcp: localEndpoint(tcpPort),
      dataDir,
    })),
  };
  const path = join(plan.dataDir, RECORD_NAME);
  writeFileSync(`${path}.new`, `${JSON.stringify(record, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** Refuses a folder that holds another network, whose chain and coins would mean nothing here. */
export function requireSameNetwork(plan: LocalNetworkPlan): void {
  const record = readNetworkRecord(plan.dataDir);
  if (record === undefined || record.network === plan.network) return;
  throw usageFailure(
    'data-of-another-network',
    `${plan.dataDir} holds a network of ${record.network}, not ${plan.network}. ` +
      'Choose another folder with --data, or begin anew with --fresh, which removes what is there.',
  );
}

/**
 * Removes what earlier networks left in a folder, wallets included; gives the names removed. Refuses a folder that
 * holds anything else, for then it was not made for this, and real money's networks, whose wallets nobody can replace.
 */
export function removeEarlierNetwork(plan: LocalNetworkPlan): string[] {
  if (!existsSync(plan.dataDir)) return [];
  const record = readNetworkRecord(plan.dataDir);
  if (record?.network === 'mainnet') {
    throw usageFailure('fresh-refused', `${plan.dataDir} may hold wallets of mainnet: move it away by hand.`);
  }
  const entries = readdirSync(plan.dataDir);
  const foreign = entries.filter((name) => !OWN_ENTRIES.test(name));
  if (foreign.length > 0) {
    throw usageFailure(
      'fresh-refused',
      `--fresh removes only what a local network left; ${plan.dataDir} also holds ${foreign.slice(0, 3).join(', ')}.`,
    );
  }
  // The lock is held by this very process.
  const removed = entries.filter((name) => !name.startsWith('in-use.lock'));
  for (const name of removed) rmSync(join(plan.dataDir, name), { recursive: true, force: true });
  return removed;
}
