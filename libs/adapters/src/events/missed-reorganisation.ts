import type { HeaderEntry } from '#domain/chain/header-entry';
import type { FullNode } from '#domain/node/full-node';
import { invariant } from '#domain/primitives/invariant';
import {
  type BranchBlock,
  type Fate,
  MAX_TOLD_BLOCKS,
  type Reorganisation,
  reorganisationOf,
  type TransactionFate,
} from './reorganisation.ts';

/** The record of a reorganisation just before the program ended. `left`: blocks that left, highest first, at least one. */
export async function missedReorganisation(
  node: FullNode,
  number: number,
  atMs: number,
  left: readonly HeaderEntry[],
): Promise<Reorganisation> {
  const { chain } = node;
  const lowest = left.at(-1);
  invariant(lowest !== undefined, 'a block has left');
  const forkHeight = lowest.height - 1;
  const joined: BranchBlock[] = [];
  const last = Math.min(chain.tip.height, forkHeight + MAX_TOLD_BLOCKS);
  for (let height = forkHeight + 1; height <= last; height++) {
    const entry = await chain.at(height);
    if (entry !== undefined) joined.push({ entry });
  }
  const disconnected: BranchBlock[] = [];
  for (const entry of left) disconnected.push({ entry, block: await chain.block(entry.hash) });
  return settled(node, reorganisationOf(number, atMs, { disconnected, connected: joined, tip: chain.tip }));
}

/** The record with fates that nobody heard before the program ended, as far as they can be seen now. */
export async function settled(node: FullNode, record: Reorganisation): Promise<Reorganisation> {
  const transactions: TransactionFate[] = [];
  for (const { id, fate } of record.transactions) {
    transactions.push({ id, fate: fate.kind === 'undecided' ? await seenFate(node, id) : fate });
  }
  return { ...record, transactions };
}

async function seenFate({ mempool, queries }: FullNode, id: TransactionFate['id']): Promise<Fate> {
  if (mempool.view.has(id)) return { kind: 'returned' };
  const confirmed = (await queries.transaction(id))?.confirmed;
  if (confirmed === undefined) return { kind: 'dropped', reason: { code: 'mempool-not-restored' } };
  const { hash, height } = confirmed.entry;
  return { kind: 'moved', block: { hash, height } };
}
