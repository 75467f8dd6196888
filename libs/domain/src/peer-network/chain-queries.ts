import type { Chain } from '../chain/chain.ts';
import type { HeaderEntry } from '../chain/header-entry.ts';
import type { Hash } from '../primitives/hash.ts';
import { MAX_LOCATOR_HASHES } from './limits.ts';
import type { ChainStatus } from './messages.ts';

/** Hashes of the best chain before distances double: a short reorganisation is found at once. */
const DENSE_LOCATOR_HASHES = 10;

export function statusOf({ tip }: Chain): ChainStatus {
  return { height: tip.height, tipHash: tip.hash, totalWork: tip.totalWork };
}

/** Where our chain goes: the newest hashes one by one, then ever further apart, genesis last. */
export async function locatorOf(chain: Chain): Promise<Hash[]> {
  const locator: Hash[] = [];
  let step = 1;
  for (let height = chain.tip.height; height > 0 && locator.length < MAX_LOCATOR_HASHES - 1; height -= step) {
    const entry = await chain.at(height);
    if (entry !== undefined) locator.push(entry.hash);
    if (locator.length >= DENSE_LOCATOR_HASHES) step *= 2;
  }
  locator.push(chain.network.genesisHash);
  return locator;
}

/** The first block of the locator that is on our best chain; genesis when none is. */
export async function forkOf(
  chain: Chain,
  locator: readonly Hash[],
): Promise<{ readonly hash: Hash; readonly height: number }> {
  for (const hash of locator.slice(0, MAX_LOCATOR_HASHES)) {
    const entry = await chain.find(hash);
    if (entry !== undefined && (await chain.at(entry.height))?.hash === hash) return entry;
  }
  return { hash: chain.network.genesisHash, height: 0 };
}

/** Blocks whose bodies are missing on the way from the best chain up to this header, lowest first. */
export async function missingBodies(chain: Chain, upTo: HeaderEntry): Promise<HeaderEntry[]> {
  const missing: HeaderEntry[] = [];
  let cursor = await chain.find(upTo.hash);
  while (cursor !== undefined && (await chain.at(cursor.height))?.hash !== cursor.hash) {
    if (cursor.status === 'header') missing.push(cursor);
    cursor = await chain.find(cursor.header.previousHash);
  }
  return missing.reverse();
}
