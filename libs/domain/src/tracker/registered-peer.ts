import type { AddressRecord } from '../peer-network/messages.ts';
import type { PeerId } from '../peer-network/peer-id.ts';
import type { Session } from '../peer-network/transport.port.ts';

/** Where a peer was met when it was dialled: the address that its record names, proven. */
export interface Listing {
  readonly record: AddressRecord;
  /** The host that answered, an address where the record may hold a name. */
  readonly reachedHost: string;
}

/** A peer that the tracker knows: joined, or remembered from before a restart. */
export interface RegisteredPeer {
  readonly peerId: PeerId;
  /** The session it joined on; undefined while it is only remembered. */
  session: Session | undefined;
  agent: string;
  /** Height of its chain when it last said so. */
  height: number;
  lastSeenMs: number;
  /** Of the last health check; undefined before the first answer. */
  latencyMs: number | undefined;
  silentHealthChecks: number;
  /** Where it says it listens, not yet proven. */
  offered: AddressRecord | undefined;
  /** Where it has been met; undefined: it is on no list. */
  listing: Listing | undefined;
}

/** A peer that is on the lists. */
export type ListedPeer = RegisteredPeer & { readonly listing: Listing };
