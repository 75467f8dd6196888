import type { Network } from '../network-params/network.ts';
import { InvariantError } from '../primitives/invariant.ts';
import type { ChainFault } from './chain-fault.errors.ts';
import type { ChainStore } from './chain-store.port.ts';
import { HEADER_WINDOW, HEADERS_AHEAD_WINDOW } from './header-tree.ts';

/**
 * What opening a chain reads beside its newest blocks: the genesis block, and the headers of every branch around the
 * tip. Where they cannot be read a chain does not open at all, however good its last blocks are.
 */
export async function checkFoundation(
  store: Pick<ChainStore, 'entryAt' | 'treeBetween'>,
  { genesisHash: expected }: Network,
  height: number,
): Promise<ChainFault | undefined> {
  const genesis = await readable(() => store.entryAt(0));
  const found = genesis?.header.hash;
  if (found !== expected) return { code: 'chain-fault-genesis', found, expected };
  const headers = await readable(() =>
    store.treeBetween(Math.max(0, height - HEADER_WINDOW), height + HEADERS_AHEAD_WINDOW),
  );
  if (headers !== undefined) return undefined;
  return { code: 'chain-fault-header', height, detail: 'one around it cannot be read' };
}

/** Undefined for what a store has in a form that makes no sense. */
async function readable<Value>(read: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof InvariantError) return undefined;
    throw error;
  }
}
