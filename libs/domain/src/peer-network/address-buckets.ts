import { concatBytes, utf8 } from '../primitives/bytes.ts';
import { sha256 } from '../primitives/hash.ts';
import type { Random } from '../primitives/random.port.ts';
import { networkGroupOf } from '../tracker/network-group.ts';
import type { PeerId } from './peer-id.ts';

const BUCKETS = 64;
export const BUCKET_ADDRESSES = 16;
/** Addresses of nodes not met yet: more than any private network has peers. */
export const MAX_BUCKETED_ADDRESSES = BUCKETS * BUCKET_ADDRESSES;
/** Whatever one network tells of goes into so many of the buckets: an eighth of the book is all that it can fill. */
const BUCKETS_PER_SOURCE = 8;
const SECRET_BYTES = 16;

/**
 * Where an address that somebody told of has its place. The secret keeps others from choosing addresses that push
 * certain ones out (Bitcoin Core's address manager has the idea).
 */
export class AddressBuckets {
  private readonly secret: Uint8Array;
  private readonly buckets = new Map<number, Set<PeerId>>();

  constructor(random: Random) {
    this.secret = random.bytes(SECRET_BYTES);
  }

  /** The bucket of an address; `source` is the host of who told of it, undefined when it was one we trust for lists. */
  bucketOf(host: string, source: string | undefined): number {
    const group = groupOf(host);
    if (source === undefined) return this.number(`address ${group}`, BUCKETS);
    const teller = groupOf(source);
    return this.number(`source ${teller} ${this.number(`${teller} ${group}`, BUCKETS_PER_SOURCE)}`, BUCKETS);
  }

  members(bucket: number): ReadonlySet<PeerId> {
    return this.buckets.get(bucket) ?? new Set();
  }

  add(bucket: number, peerId: PeerId): void {
    const members = this.buckets.get(bucket) ?? new Set();
    members.add(peerId);
    this.buckets.set(bucket, members);
  }

  remove(bucket: number, peerId: PeerId): void {
    this.buckets.get(bucket)?.delete(peerId);
  }

  private number(text: string, limit: number): number {
    const [a = 0, b = 0, c = 0] = sha256(concatBytes(this.secret, utf8(text)));
    return (a * 65_536 + b * 256 + c) % limit;
  }
}

/** At home every host counts for itself. */
function groupOf(host: string): string {
  return networkGroupOf(host) ?? `home ${host}`;
}
