import type { Block } from './api-types.ts';
import { expectedHashes } from './header.ts';

/** What the charts need of a block: much less than the block, so that many can be kept. */
export interface BlockPoint {
  readonly hash: string;
  readonly previousHash: string;
  readonly height: number;
  /** As its header says, seconds since 1970. */
  readonly timeS: number;
  readonly difficulty: number;
  /** Hashes expected for this block alone. */
  readonly work: number;
  /** Of all its transactions, crumbs. */
  readonly fees: number;
  readonly payments: number;
}

export function pointOf(block: Block): BlockPoint {
  const { hash, previousHash, height, difficulty, transactions } = block;
  return {
    hash,
    previousHash,
    height,
    timeS: Date.parse(block.timestamp) / 1000,
    difficulty,
    work: expectedHashes(block.bits),
    fees: transactions.reduce((sum, { fee }) => sum + fee, 0),
    payments: transactions.length,
  };
}

/**
 * The newest `size` blocks of the chain after some news, both newest first. What is off the chain since falls out.
 * Undefined when the news does not reach down to the window: then there is a gap, and it must be read anew.
 */
export function extendWindow(
  window: readonly BlockPoint[],
  news: readonly BlockPoint[],
  size: number,
): readonly BlockPoint[] | undefined {
  const lowest = news.at(-1);
  if (lowest === undefined) return window;
  if (lowest.height === 0) return news.slice(0, size);
  const below = window.findIndex(({ hash }) => hash === lowest.previousHash);
  return below < 0 ? undefined : [...news, ...window.slice(below)].slice(0, size);
}
