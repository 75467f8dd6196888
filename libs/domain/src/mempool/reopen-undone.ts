import type { Chain } from '../chain/chain.ts';
import type { ChainStore } from '../chain/chain-store.port.ts';
import { signatureCheckOf } from '../transaction/structural-rules.ts';
import type { Transaction } from '../transaction/transaction.ts';
import type { Mempool } from './mempool.ts';
import type { SubmitDependencies } from './submit-transaction.ts';

/** Reorganisations of a whole hour of mainnet and more are no accident that a crash has to be covered for. */
export const UNDONE_DEPTH_BLOCKS = 100;

/** What a burst of branches may hold: a full pool's worth is more than enough to look through at a start. */
const MAX_UNDONE_TRANSACTIONS = 16_384;

export interface ReopenDependencies extends SubmitDependencies {
  readonly chain: Pick<Chain, 'tip' | 'at' | 'block'>;
  readonly store: Pick<ChainStore, 'treeBetween'>;
}

/**
 * Opens, after a start, the transactions of blocks that once were connected and have left the best chain. While a node
 * runs they return with the reorganisation, but they are written after it: a crash in between would lose payments that
 * were acknowledged. Their blocks are still there, so nothing has to be written twice. Gives how many were opened.
 */
export async function reopenUndone(dependencies: ReopenDependencies): Promise<number> {
  const undone = await undoneTransactions(dependencies);
  if (undone.length === 0) return 0;
  const { verifier, verified, context, updates } = dependencies;
  // Checked again, like everything that comes from a file.
  const good = await verifier.verify(undone.map((transaction) => signatureCheckOf(transaction, context.genesisHash)));
  const transactions = undone.filter((_, index) => good[index] === true);
  for (const { id } of transactions) verified.add(id);
  return updates.run((mempool) => admitAll(mempool, transactions, dependencies), 'full');
}

async function undoneTransactions({ chain, store }: ReopenDependencies): Promise<Transaction[]> {
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

/** Those that are confirmed or open already are refused, as they should be. */
async function admitAll(
  mempool: Mempool,
  transactions: readonly Transaction[],
  { accounts }: ReopenDependencies,
): Promise<number> {
  const states = await accounts([...new Set(transactions.map(({ senderAccount }) => senderAccount))]);
  let opened = 0;
  for (const transaction of transactions) {
    const ends = { sender: states.get(transaction.senderAccount), recipientExists: true };
    if (mempool.admit(transaction, ends, undefined, 'waived').ok) opened++;
  }
  return opened;
}
