import type { Chain } from '../chain/chain.ts';
import type { ChainStore } from '../chain/chain-store.port.ts';
import type { Transaction } from '../transaction/transaction.ts';

/** Reorganisations of a whole hour of mainnet and more are no accident that a crash has to be covered for. */
export const UNDONE_DEPTH_BLOCKS = 100;

/** What a burst of branches may hold: a full pool's worth is more than enough to look through at a start. */
const MAX_UNDONE_TRANSACTIONS = 16_384;

/**
 * The transactions of blocks that once were connected and have left the best chain, lowest first; some may have been
 * confirmed again. While a node runs they return with the reorganisation, but they are written after it: a crash in
 * between would lose payments that were acknowledged. Their blocks are still there, so nothing has to be written twice.
 */
export async function undoneTransactions(
  chain: Pick<Chain, 'tip' | 'at' | 'block'>,
  store: Pick<ChainStore, 'treeBetween'>,
): Promise<Transaction[]> {
  const undone: Transaction[] = [];
  const { height: tipHeight } = chain.tip;
  const near = await store.treeBetween(Math.max(1, tipHeight - UNDONE_DEPTH_BLOCKS), tipHeight + UNDONE_DEPTH_BLOCKS);
  for (const { hash, height, status } of near) {
    if (status !== 'connected' || (await chain.at(height))?.hash === hash) continue;
    undone.push(...((await chain.block(hash))?.transactions ?? []));
    if (undone.length >= MAX_UNDONE_TRANSACTIONS) break;
  }
  return undone.slice(0, MAX_UNDONE_TRANSACTIONS);
}
