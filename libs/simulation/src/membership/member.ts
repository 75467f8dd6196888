import type { FullNode } from '#domain/node/full-node';
import type { PeerId } from '#domain/peer-network/peer-id';
import type { WatchedPeer } from '../invariants/watched-peer.ts';

/** A peer, as far as its membership is concerned. */
export interface Member extends WatchedPeer {
  readonly index: number;
  /** Its identity, which it may change once it was thrown out. */
  readonly peerId: PeerId;
  /** While it runs. */
  readonly node: FullNode | undefined;
  /** Its owner has a new invitation, and starts it with that. */
  invited(joinToken: string): void;
  /** Its owner removes its identity, and starts it with an invitation for the next. */
  comeAsAnother(joinToken: string): void;
}
