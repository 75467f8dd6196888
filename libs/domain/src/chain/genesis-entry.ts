import type { Network } from '../network-params/network.ts';
import type { ChainWrite } from './chain-store.port.ts';
import type { HeaderEntry } from './header-entry.ts';
import { workOf } from './work.ts';

/** The root of every header tree. Exempt from proof of work, it still counts as one block of the starting target. */
export function genesisEntry({ genesis, genesisHash, startingTarget }: Network): HeaderEntry {
  return {
    hash: genesisHash,
    height: 0,
    header: genesis.header,
    ruledTarget: startingTarget,
    totalWork: workOf(startingTarget),
    status: 'connected',
    arrival: 0,
  };
}

/** What a new store begins with: the genesis block, and the balances that the network starts from. */
export function genesisWrite(network: Network): ChainWrite {
  const entry = genesisEntry(network);
  return {
    entries: [entry],
    bodies: [],
    disconnected: [],
    connected: [{ entry, block: network.genesis, undo: new Uint8Array(0) }],
    accounts: new Map(network.allocations.map(({ account, amount }) => [account, { balance: amount, nonce: 0 }])),
    tip: entry.hash,
    durability: 'full',
  };
}
