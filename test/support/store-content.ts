import { MemoryChainStore } from '#adapters/memory/memory-chain-store';
import type { ChainStore } from '#domain/chain/chain-store.port';
import type { WrittenChain } from './written-chain.ts';

const NO_LIMIT = 1_000_000;

/** Everything a store answers about the blocks, transactions and accounts of a chain, in a form to compare. */
export async function contentOf(store: ChainStore, chain: WrittenChain): Promise<unknown> {
  const best = await store.entriesFrom(0, NO_LIMIT);
  const blocks = [];
  for (const { entry, block } of chain.blocks) {
    const [bytes, undo] = [await store.blockBytes(entry.hash), await store.undo(entry.hash)];
    const places = [];
    for (const { id } of block.transactions) places.push(await store.transactionPlace(id));
    blocks.push({ hash: entry.hash, status: (await store.entry(entry.hash))?.status, ...hex({ bytes, undo }), places });
  }
  const ids = [...chain.accounts().keys()].sort();
  const states = await store.accounts(ids);
  const accounts = [];
  for (const id of ids) {
    accounts.push({ id, state: states.get(id), history: await store.accountHistory(id, undefined, NO_LIMIT) });
  }
  const totals = await store.accountTotals();
  return { tip: await store.tip(), best: best.map(({ hash }) => hash), blocks, accounts, totals };
}

function hex(values: Record<string, Uint8Array | undefined>): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(values).map(([name, bytes]) => [name, bytes && Buffer.from(bytes).toString('hex')]),
  );
}

/** A store in memory that was told this chain at once and nothing else. */
export async function copyOf(chain: WrittenChain): Promise<ChainStore> {
  const copy = new MemoryChainStore();
  await copy.write({
    entries: chain.blocks.map(({ entry }) => entry),
    bodies: [],
    disconnected: [],
    connected: chain.blocks,
    accounts: chain.accounts(),
    tip: chain.tip.entry.hash,
    durability: 'normal',
  });
  return copy;
}
