import { MAX_ADDRESS_RECORDS } from '../peer-network/limits.ts';
import type { AddressRecord } from '../peer-network/messages.ts';
import type { PeerId } from '../peer-network/peer-id.ts';
import { type Random, randomInteger, sample } from '../primitives/random.port.ts';
import { networkGroupOf } from './network-group.ts';
import type { Listing } from './registered-peer.ts';

/** Two: one provider's network may fail or lie as a whole, so that a list must not depend on it. */
export const MAX_PEERS_OF_A_GROUP = 2;

interface Place {
  readonly listing: Listing;
  readonly group: string;
}

/**
 * The peers that lists are made of, by the networks they are in, so that making one costs little however many there are.
 */
export class ListedPeers {
  private readonly places = new Map<PeerId, Place>();
  private readonly groups = new Map<string, PeerId[]>();
  /** The groups' names as an array to draw from; undefined after the groups have changed. */
  private names: readonly string[] | undefined;

  constructor(private readonly random: Random) {}

  get size(): number {
    return this.places.size;
  }

  put(peerId: PeerId, listing: Listing): void {
    // Who is at home counts as a group of its own.
    const group = networkGroupOf(listing.reachedHost) ?? `home ${peerId}`;
    const present = this.places.get(peerId);
    if (present !== undefined && present.group !== group) this.remove(peerId);
    if (present?.group !== group) this.join(peerId, group);
    this.places.set(peerId, { listing, group });
  }

  remove(peerId: PeerId): void {
    const place = this.places.get(peerId);
    if (place === undefined) return;
    this.places.delete(peerId);
    const rest = (this.groups.get(place.group) ?? []).filter((id) => id !== peerId);
    if (rest.length > 0) {
      this.groups.set(place.group, rest);
      return;
    }
    this.groups.delete(place.group);
    this.names = undefined;
  }

  /**
   * What somebody who asks for peers is told: all when 10 or fewer others are listed, else 10 at random, groups drawn
   * first and at most two of each (fewer than 10 when there are too few groups). Never the asker.
   */
  answerFor(asker: PeerId): AddressRecord[] {
    const others = this.places.size - (this.places.has(asker) ? 1 : 0);
    const chosen = others <= MAX_ADDRESS_RECORDS ? this.everybodyBut(asker) : this.chooseFor(asker);
    return chosen.flatMap((peerId) => this.places.get(peerId)?.listing.record ?? []);
  }

  private everybodyBut(asker: PeerId): PeerId[] {
    return [...this.places.keys()].filter((peerId) => peerId !== asker);
  }

  /** Groups first: a network with a thousand peers is on a list no more often than one with a single peer. */
  private chooseFor(asker: PeerId): PeerId[] {
    this.names ??= [...this.groups.keys()];
    // One more than needed, since the asker may be all there is of a group.
    const drawn = sample(this.random, this.names, MAX_ADDRESS_RECORDS + 1)
      .map((name) => (this.groups.get(name) ?? []).filter((peerId) => peerId !== asker))
      .filter((group) => group.length > 0)
      .slice(0, MAX_ADDRESS_RECORDS);
    const pairs = drawn.map((group) => this.pairOf(group));
    const firsts = pairs.flatMap(([first]) => first ?? []);
    const seconds = pairs.flatMap(([, second]) => second ?? []);
    return [...firsts, ...seconds].slice(0, MAX_ADDRESS_RECORDS);
  }

  /** Two different ones at random; all there is of a smaller group. */
  private pairOf(group: readonly PeerId[]): readonly PeerId[] {
    if (group.length <= MAX_PEERS_OF_A_GROUP) return sample(this.random, group, MAX_PEERS_OF_A_GROUP);
    const first = randomInteger(this.random, group.length);
    const step = 1 + randomInteger(this.random, group.length - 1);
    return [first, (first + step) % group.length].flatMap((index) => group[index] ?? []);
  }

  private join(peerId: PeerId, group: string): void {
    const members = this.groups.get(group);
    if (members !== undefined) {
      members.push(peerId);
      return;
    }
    this.groups.set(group, [peerId]);
    this.names = undefined;
  }
}
