import type { Network } from '../network-params/network.ts';
import { invariant } from '../primitives/invariant.ts';
import type { ChainStore } from './chain-store.port.ts';
import { genesisWrite } from './genesis-entry.ts';
import type { HeaderEntry } from './header-entry.ts';
import { HEADER_WINDOW, HeaderTree } from './header-tree.ts';

/** The recent headers of a store and its tip; a new store begins with the genesis block and its allocations. */
export async function loadTree(
  store: ChainStore,
  network: Network,
): Promise<{ readonly tree: HeaderTree; readonly tip: HeaderEntry }> {
  let tipHash = await store.tip();
  if (tipHash === undefined) {
    await store.write(genesisWrite(network));
    tipHash = network.genesisHash;
  }
  const genesis = await store.entryAt(0);
  invariant(genesis?.hash === network.genesisHash, 'the store belongs to this network');
  const tip = await store.entry(tipHash);
  invariant(tip !== undefined, 'the store has the entry of its tip');
  const lowest = Math.max(0, tip.height - HEADER_WINDOW);
  const tree = new HeaderTree(store);
  await tree.moveTo(tip.height);
  for (const entry of await store.entriesFrom(lowest, HEADER_WINDOW + 1)) tree.markBest(entry);
  return { tree, tip };
}
