import type { AddressRecord } from '../peer-network/messages.ts';
import type { PeerId } from '../peer-network/peer-id.ts';
import type { Session } from '../peer-network/transport.port.ts';
import { EventChannel } from '../primitives/event-channel.ts';
import type { Random } from '../primitives/random.port.ts';
import { ListedPeers } from './listed-peers.ts';
import type { ListedPeer, Listing, RegisteredPeer } from './registered-peer.ts';
import type { RegistryEntry } from './registry-entry.ts';
import type { TrackerEvent } from './tracker-event.ts';

function isListed(peer: RegisteredPeer): peer is ListedPeer {
  return peer.listing !== undefined;
}

/** Everybody the tracker knows, at most `limit`: those in session, those remembered, and which of them are listed. */
export class Registry {
  readonly events = new EventChannel<TrackerEvent>();
  private readonly peers = new Map<PeerId, RegisteredPeer>();
  private readonly lists: ListedPeers;

  constructor(
    readonly limit: number,
    random: Random,
  ) {
    this.lists = new ListedPeers(random);
  }

  get size(): number {
    return this.peers.size;
  }

  get listedCount(): number {
    return this.lists.size;
  }

  get isFull(): boolean {
    return this.peers.size >= this.limit;
  }

  all(): RegisteredPeer[] {
    return [...this.peers.values()];
  }

  /** Those on the lists. */
  listed(): ListedPeer[] {
    return this.all().filter(isListed);
  }

  get(peerId: PeerId): RegisteredPeer | undefined {
    return this.peers.get(peerId);
  }

  /** The peer that joined on this session. */
  of(session: Session): RegisteredPeer | undefined {
    const peer = this.peers.get(session.peerId);
    return peer?.session === session ? peer : undefined;
  }

  add(peer: RegisteredPeer): void {
    this.peers.set(peer.peerId, peer);
  }

  /** Forgets a peer, which is then on no list. */
  remove(peer: RegisteredPeer, reason: string): void {
    this.delist(peer, reason);
    this.peers.delete(peer.peerId);
  }

  /** Puts a peer on the lists, or its newer record in place of the older. */
  list(peer: RegisteredPeer, listing: Listing): void {
    const isNew = peer.listing === undefined;
    peer.listing = listing;
    peer.offered = undefined;
    this.lists.put(peer.peerId, listing);
    if (isNew) this.events.publish({ kind: 'listed', peerId: peer.peerId });
  }

  /** Takes a peer off the lists. */
  delist(peer: RegisteredPeer, reason: string): void {
    if (peer.listing === undefined) return;
    peer.listing = undefined;
    this.lists.remove(peer.peerId);
    this.events.publish({ kind: 'delisted', peerId: peer.peerId, reason });
  }

  /** What somebody who asks for peers is told. */
  answerFor(asker: PeerId): AddressRecord[] {
    return this.lists.answerFor(asker);
  }

  /** What outlives a restart: the listed peers, and those remembered from the last one that are still looked for. */
  entries(): RegistryEntry[] {
    return this.all().flatMap(({ session, listing, offered, agent, height, lastSeenMs }) => {
      const record = listing?.record ?? (session === undefined ? offered : undefined);
      return record === undefined ? [] : [{ record, agent, height, lastSeenMs }];
    });
  }
}
