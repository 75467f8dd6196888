import type { Chain } from '../chain/chain.ts';
import type { HeaderEntry } from '../chain/header-entry.ts';
import type { Hash } from '../primitives/hash.ts';
import { MAX_HEADERS_PER_ANSWER, MAX_LOCATOR_HASHES } from './limits.ts';
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

/** The best chain's entries above the first hash of the locator that is on it, up to `stop`. */
export async function entriesAfter(chain: Chain, locator: readonly Hash[], stop: Hash): Promise<HeaderEntry[]> {
  const forkHeight = await heightOfFirstKnown(chain, locator);
  const last = Math.min(chain.tip.height, forkHeight + MAX_HEADERS_PER_ANSWER);
  const entries: HeaderEntry[] = [];
  for (let height = forkHeight + 1; height <= last; height++) {
    const entry = await chain.at(height);
    // The chain was reorganised below this height meanwhile: what is gathered still joins up.
    if (entry === undefined || (entries.length > 0 && entry.header.previousHash !== entries.at(-1)?.hash)) break;
    entries.push(entry);
    if (entry.hash === stop) break;
  }
  return entries;
}

async function heightOfFirstKnown(chain: Chain, locator: readonly Hash[]): Promise<number> {
  for (const hash of locator) {
    const entry = await chain.find(hash);
    if (entry !== undefined && (await chain.at(entry.height))?.hash === hash) return entry.height;
  }
  return 0;
}

/** Blocks whose bodies are missing on the way from the best chain to the best header, lowest first. */
export async function missingBodies(chain: Chain): Promise<HeaderEntry[]> {
  const missing: HeaderEntry[] = [];
  let cursor: HeaderEntry | undefined = chain.bestHeader;
  while (cursor !== undefined && (await chain.at(cursor.height))?.hash !== cursor.hash) {
    if (cursor.status === 'header') missing.push(cursor);
    cursor = await chain.find(cursor.header.previousHash);
  }
  return missing.reverse();
}
