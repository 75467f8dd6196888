import { type Clock, nowSeconds } from '../primitives/clock.port.ts';
import type { Hash } from '../primitives/hash.ts';
import { isDue } from '../primitives/is-due.ts';
import { type Random, sample } from '../primitives/random.port.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';
import { networkGroupOf } from '../tracker/network-group.ts';
import type { StoredAddress } from './address-book-store.port.ts';
import { AddressBuckets, BUCKET_ADDRESSES, MAX_BUCKETED_ADDRESSES } from './address-buckets.ts';
import { type AddressRefusal, checkAddressRecord } from './address-record.ts';
import { formatEndpoint } from './endpoint.ts';
import type { KnownAddress } from './known-address.ts';
import { MAX_ADDRESS_RECORDS } from './limits.ts';
import type { AddressRecord } from './messages.ts';
import { type PeerId, peerIdOf } from './peer-id.ts';
import { PeerListing } from './peer-listing.ts';

/** Addresses of nodes that have been met; those met longest ago make room. */
export const MAX_MET_ADDRESSES = 256;
/** A record takes about 300 bytes. */
export const MAX_KNOWN_ADDRESSES = MAX_MET_ADDRESSES + MAX_BUCKETED_ADDRESSES;
/** First wait after a failed dial; it doubles each time … */
const FIRST_RETRY_MS = 1_000;
/** … up to this for an address only heard of: it is tried at least once every five minutes while it lives. */
const MAX_HEARD_RETRY_MS = 300_000;
/** Up to this where the node was met before: a network that was cut for long is whole again within a minute or two. */
const MAX_MET_RETRY_MS = 60_000;
/** An address that was not met and failed so often gives its place to another. */
const POOR_FAILURES = 3;

/**
 * Who listens where, by the nodes' own signed words: those met there, and those only heard of, which have their places
 * in buckets by network group.
 */
export class AddressBook {
  private readonly known = new Map<PeerId, KnownAddress>();
  private readonly buckets: AddressBuckets;
  private readonly listing: PeerListing;

  constructor(
    private readonly self: PeerId,
    private readonly genesisHash: Hash,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {
    this.buckets = new AddressBuckets(random);
    this.listing = new PeerListing(clock, random);
  }

  get size(): number {
    return this.known.size;
  }

  /**
   * Takes a record unless a later one is known, or there is no place for it. True when it is news: a new node, or one
   * that moved. `source` is the host of who told it; undefined for a tracker and for what was kept.
   */
  learn(record: AddressRecord, source?: string): Result<boolean, AddressRefusal> {
    const id = peerIdOf(record.identityKey);
    if (id === this.self) return accepted(false);
    const present = this.known.get(id);
    if (present !== undefined && present.record.sequence >= record.sequence) return accepted(false);
    const bucket = present?.bucket ?? this.buckets.bucketOf(record.endpoint.host, source);
    if (present === undefined && !this.hasRoom(bucket)) return accepted(false);
    const refusal = checkAddressRecord(record, this.genesisHash, nowSeconds(this.clock));
    if (refusal !== undefined) return refused(refusal);
    if (present !== undefined) return accepted(renew(present, record));
    this.makeRoom(bucket);
    this.buckets.add(bucket, id);
    this.known.set(id, { id, record, bucket, failures: 0, notBeforeMs: 0, lastMetMs: 0 });
    return accepted(true);
  }

  /** Takes what was kept; a record that was damaged or has expired is left out. */
  restore({ lastMetAt = 0, ...record }: StoredAddress): void {
    const learned = this.learn(record);
    const address = this.known.get(peerIdOf(record.identityKey));
    const metMs = Math.min(lastMetAt * 1000, this.clock.nowMs());
    if (learned.ok && address !== undefined && metMs > 0) this.promote(address, metMs);
  }

  /** All that have not expired, as they are kept: those met last come first. */
  stored(): StoredAddress[] {
    const latestFirst = this.alive().sort((left, right) => right.lastMetMs - left.lastMetMs);
    return latestFirst.map(({ record, lastMetMs }) => ({ ...record, lastMetAt: Math.floor(lastMetMs / 1000) }));
  }

  /** What somebody who asks for peers is told: all when 10 or fewer are known, else 10 at random, never itself. */
  answerFor(asker: PeerId): AddressRecord[] {
    return this.listing.pick(this.alive(), asker, MAX_ADDRESS_RECORDS).map(({ record }) => record);
  }

  /**
   * Addresses worth dialling now: at first those met last, then in random order, half of them met before as long as
   * there are such. No two of one network group, nor one of `groups`, while there are others.
   */
  candidates(
    count: number,
    skip: (peerId: PeerId) => boolean,
    groups: ReadonlySet<string> = new Set(),
  ): AddressRecord[] {
    const nowMs = this.clock.nowMs();
    const due = this.alive().filter((address) => !skip(address.id) && isDialDue(address, nowMs));
    const met = sample(this.random, due.filter(isMet), due.length);
    met.sort((left, right) => right.lastMetMs - left.lastMetMs);
    const heard = sample(
      this.random,
      due.filter((address) => !isMet(address)),
      due.length,
    );
    const half = Math.ceil(count / 2);
    const ordered = [
      ...met.slice(0, half),
      ...heard.slice(0, count - half),
      ...met.slice(half),
      ...heard.slice(count - half),
    ];
    return diverse(ordered, groups)
      .slice(0, count)
      .map(({ record }) => record);
  }

  /** One that was only heard of, to see whether it is there. */
  unmet(skip: (peerId: PeerId) => boolean): AddressRecord | undefined {
    return this.anyDue((address) => !isMet(address) && !skip(address.id));
  }

  /** One that was met before, of whom nothing is known now. */
  stranger(skip: (peerId: PeerId) => boolean): AddressRecord | undefined {
    return this.anyDue((address) => isMet(address) && !skip(address.id));
  }

  dialled(peerId: PeerId, succeeded: boolean): void {
    const address = this.known.get(peerId);
    if (address === undefined) return;
    if (succeeded) {
      this.promote(address, this.clock.nowMs());
      return;
    }
    address.failures++;
    const maxWaitMs = isMet(address) ? MAX_MET_RETRY_MS : MAX_HEARD_RETRY_MS;
    const waitMs = Math.min(maxWaitMs, FIRST_RETRY_MS * 2 ** (address.failures - 1));
    address.notBeforeMs = this.clock.nowMs() + waitMs;
  }

  /** The node is in session: it was met. */
  met(peerId: PeerId): void {
    const address = this.known.get(peerId);
    if (address !== undefined) this.promote(address, this.clock.nowMs());
  }

  private anyDue(fits: (address: KnownAddress) => boolean): AddressRecord | undefined {
    const nowMs = this.clock.nowMs();
    const due = this.alive().filter((address) => isDialDue(address, nowMs) && fits(address));
    return sample(this.random, due, 1)[0]?.record;
  }

  private alive(): KnownAddress[] {
    const now = nowSeconds(this.clock);
    for (const address of this.known.values()) if (address.record.expiresAt <= now) this.forget(address);
    return [...this.known.values()];
  }

  private promote(address: KnownAddress, metMs: number): void {
    this.buckets.remove(address.bucket, address.id);
    address.failures = 0;
    address.notBeforeMs = 0;
    address.lastMetMs = metMs;
    const met = [...this.known.values()].filter(({ lastMetMs }) => lastMetMs > 0);
    if (met.length <= MAX_MET_ADDRESSES) return;
    const longestAgo = met.reduce((oldest, each) => (each.lastMetMs < oldest.lastMetMs ? each : oldest));
    this.forget(longestAgo);
  }

  private hasRoom(bucket: number): boolean {
    return this.buckets.members(bucket).size < BUCKET_ADDRESSES || this.poorest(bucket) !== undefined;
  }

  private makeRoom(bucket: number): void {
    if (this.buckets.members(bucket).size < BUCKET_ADDRESSES) return;
    const poorest = this.poorest(bucket);
    if (poorest !== undefined) this.forget(poorest);
  }

  /** Of a bucket the address that failed most often, if that is often enough. */
  private poorest(bucket: number): KnownAddress | undefined {
    let poorest: KnownAddress | undefined;
    for (const id of this.buckets.members(bucket)) {
      const address = this.known.get(id);
      if (address !== undefined && address.failures >= Math.max(POOR_FAILURES, poorest?.failures ?? 0))
        poorest = address;
    }
    return poorest;
  }

  private forget({ id, bucket }: KnownAddress): void {
    this.known.delete(id);
    this.buckets.remove(bucket, id);
  }
}

function isDialDue({ notBeforeMs }: KnownAddress, nowMs: number): boolean {
  return isDue(notBeforeMs, nowMs, MAX_HEARD_RETRY_MS);
}

function isMet({ lastMetMs }: KnownAddress): boolean {
  return lastMetMs > 0;
}

/** A later record of a known node. Where it did not move its failures stay: nobody is dialled again for a new signature. */
function renew(address: KnownAddress, record: AddressRecord): boolean {
  const moved = formatEndpoint(address.record.endpoint) !== formatEndpoint(record.endpoint);
  address.record = record;
  if (moved) address.failures = 0;
  return moved;
}

/** The same addresses, those of a network group that was there before at the end. */
function diverse(addresses: readonly KnownAddress[], taken: ReadonlySet<string>): KnownAddress[] {
  const groups = new Set(taken);
  const [fresh, repeated]: [KnownAddress[], KnownAddress[]] = [[], []];
  for (const address of addresses) {
    const group = networkGroupOf(address.record.endpoint.host);
    if (group !== undefined && groups.has(group)) repeated.push(address);
    else fresh.push(address);
    if (group !== undefined) groups.add(group);
  }
  return [...fresh, ...repeated];
}
