import type { ChainChange } from '../chain/chain-change.ts';
import type { MempoolEvent } from '../mempool/mempool-event.ts';
import type { Peer } from '../peer-network/peer.ts';

/** What happens in a node, in the order in which it happens: blocks before the fates of their transactions. */
export type NodeEvent =
  | { readonly kind: 'chain-moved'; readonly change: ChainChange }
  | { readonly kind: 'mempool'; readonly event: MempoolEvent }
  | { readonly kind: 'peer-joined'; readonly peer: Peer }
  | { readonly kind: 'peer-left'; readonly peer: Peer; readonly reason: string };
