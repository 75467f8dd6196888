import { EventChannel } from '../primitives/event-channel.ts';
import { peerToEvict } from './inbound-eviction.ts';
import type { Peer } from './peer.ts';
import type { PeerId } from './peer-id.ts';
import type { Direction, Session } from './transport.port.ts';

export type AdmissionRefusal =
  | { readonly code: 'session-closed' }
  | { readonly code: 'peer-is-self' }
  | { readonly code: 'greeting-repeated' }
  | { readonly code: 'peer-connected-already' }
  | { readonly code: 'peer-limit-reached'; readonly limit: number };

/** Beyond the sessions that a node wants it dials one more at times, and then ends one: see `explorer.ts`. */
export const EXTRA_OUTBOUND = 1;

export interface RosterLimits {
  readonly maxInbound: number;
  /** Of this node's own choice. */
  readonly maxOutbound: number;
  /** Peers that it is to be connected with in any case: each has a place beside those. */
  readonly fixedPeers?: readonly unknown[];
}

export interface PeerLeft {
  readonly peer: Peer;
  readonly reason: string;
}

/** The peers in session, one session each. */
export class Roster {
  readonly joined = new EventChannel<Peer>();
  readonly left = new EventChannel<PeerLeft>();
  private readonly peers = new Map<PeerId, Peer>();

  constructor(
    private readonly self: PeerId,
    private readonly limits: RosterLimits,
  ) {}

  get size(): number {
    return this.peers.size;
  }

  all(): Peer[] {
    return [...this.peers.values()];
  }

  get(peerId: PeerId): Peer | undefined {
    return this.peers.get(peerId);
  }

  /** The peer that speaks on this session. */
  of(session: Session): Peer | undefined {
    const peer = this.peers.get(session.peerId);
    return peer?.session === session ? peer : undefined;
  }

  outbound(): number {
    return this.inDirection('outbound').length;
  }

  /** Whether a session may become a peer's; asked before the greeting is answered. */
  admission(session: Session): AdmissionRefusal | undefined {
    // It ended while its greeting was on the way: its end has been told, and nobody would take it out again.
    if (session.closed) return { code: 'session-closed' };
    if (session.peerId === this.self) return { code: 'peer-is-self' };
    const present = this.peers.get(session.peerId);
    if (present?.session === session) return { code: 'greeting-repeated' };
    if (present !== undefined && !present.session.closed && !this.supersedes(session, present.session)) {
      return { code: 'peer-connected-already' };
    }
    if (present !== undefined) return undefined;
    const { maxInbound, maxOutbound, fixedPeers = [] } = this.limits;
    const outbound = fixedPeers.length + (maxOutbound === 0 ? 0 : maxOutbound + EXTRA_OUTBOUND);
    const limit = session.direction === 'inbound' ? maxInbound : outbound;
    const taken = this.inDirection(session.direction);
    if (taken.length < limit) return undefined;
    const makesRoom = session.direction === 'inbound' && peerToEvict(taken, session.remote.host) !== undefined;
    return makesRoom ? undefined : { code: 'peer-limit-reached', limit };
  }

  /** Takes a peer that {@link admission} let in; an older session with it ends, or that of whoever makes room. */
  add(peer: Peer): void {
    const { session } = peer;
    const present = this.peers.get(session.peerId);
    if (present === undefined) this.makeRoomFor(session);
    this.peers.set(session.peerId, peer);
    if (present === undefined) this.joined.publish(peer);
    else present.session.disconnect('session-superseded');
  }

  /** Notes that a session ended; tells of it only when it was the peer's current one. */
  remove(session: Session, reason: string): void {
    const peer = this.of(session);
    if (peer === undefined) return;
    this.peers.delete(session.peerId);
    this.left.publish({ peer, reason });
  }

  private makeRoomFor({ direction, remote }: Session): void {
    if (direction === 'outbound') return;
    const inbound = this.inDirection('inbound');
    if (inbound.length >= this.limits.maxInbound) peerToEvict(inbound, remote.host)?.session.disconnect('peer-evicted');
  }

  private inDirection(direction: Direction): Peer[] {
    return this.all().filter(({ session }) => session.direction === direction);
  }

  /**
   * Of two sessions dialled from both ends at once the one made by the lower id stays, so that both ends decide
   * alike. Dialled again from the same end, the newer stays: the older is half-open.
   */
  private supersedes(fresh: Session, present: Session): boolean {
    if (fresh.direction === present.direction) return true;
    return fresh.direction === 'outbound' ? this.self < fresh.peerId : fresh.peerId < this.self;
  }
}
