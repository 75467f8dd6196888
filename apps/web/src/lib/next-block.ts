import type { Transaction } from './api-types.ts';

/** What the networks that everybody knows allow in a block; one of a network file of its own may allow another size. */
export const MAX_BLOCK_BYTES = 1_000_000;
/** A block without any transaction: header, reward and the places of both. */
const EMPTY_BLOCK_BYTES = 156;
/** Beside each transaction, a block notes where it begins. */
const OFFSET_BYTES = 4;

/** What the next block would take of the open transactions, as far as their list tells. */
export interface NextBlock {
  /** How many transactions it takes; a share of all where not all were listed. */
  readonly taken: number;
  /** How many are left for later blocks. */
  readonly left: number;
  readonly bytes: number;
  /** Of all it takes, crumbs. */
  readonly fees: number;
  /** How full it is, 0 … 1. */
  readonly fill: number;
  /** False when only the best of the open transactions were listed, and the others reckoned to be like them. */
  readonly exact: boolean;
}

/**
 * Reckons the next block as a miner fills it, best fee rate first. `listed` are the best `listed.length` of `count`
 * open transactions in that order; of those that are not listed, the same size is assumed on average, and no fee less
 * than what is known to come in.
 */
export function reckonNextBlock(
  listed: readonly Pick<Transaction, 'size' | 'fee'>[],
  count: number,
  maxBytes = MAX_BLOCK_BYTES,
): NextBlock {
  let bytes = EMPTY_BLOCK_BYTES;
  let fees = 0;
  let taken = 0;
  for (const { size, fee } of listed) {
    if (bytes + size + OFFSET_BYTES > maxBytes) break;
    bytes += size + OFFSET_BYTES;
    fees += fee;
    taken++;
  }
  const unlisted = Math.max(0, count - listed.length);
  if (unlisted > 0 && taken === listed.length && taken > 0) {
    const each = (bytes - EMPTY_BLOCK_BYTES) / taken;
    const more = Math.min(unlisted, Math.floor((maxBytes - bytes) / each));
    taken += more;
    bytes += Math.round(more * each);
  }
  const all = Math.max(count, listed.length);
  return { taken, left: all - taken, bytes, fees, fill: Math.min(1, bytes / maxBytes), exact: unlisted === 0 };
}

/** Crumbs per byte, by which open transactions are ordered. */
export function feeRate({ fee, size }: Pick<Transaction, 'size' | 'fee'>): number {
  return size > 0 ? fee / size : 0;
}
