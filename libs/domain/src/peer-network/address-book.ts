import { type Clock, nowSeconds } from '../primitives/clock.port.ts';
import type { Hash } from '../primitives/hash.ts';
import { type Random, sample } from '../primitives/random.port.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';
import { type AddressRefusal, checkAddressRecord } from './address-record.ts';
import { formatEndpoint } from './endpoint.ts';
import { MAX_ADDRESS_RECORDS } from './limits.ts';
import type { AddressRecord } from './messages.ts';
import { type PeerId, peerIdOf } from './peer-id.ts';

/** More than any private network has peers; a record takes about 300 bytes. */
export const MAX_KNOWN_ADDRESSES = 1_000;
/** First wait after a failed dial; it doubles each time … */
const FIRST_RETRY_MS = 1_000;
/** … up to this: an address is tried at least once every five minutes while it lives. */
const MAX_RETRY_MS = 300_000;

interface KnownAddress {
  readonly record: AddressRecord;
  failures: number;
  notBeforeMs: number;
}

/** Who listens where, by the nodes' own signed words. */
export class AddressBook {
  private readonly known = new Map<PeerId, KnownAddress>();

  constructor(
    private readonly self: PeerId,
    private readonly genesisHash: Hash,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  get size(): number {
    return this.known.size;
  }

  /** Takes a record unless a later one is known. True when it is news: a new node, or one that moved. */
  learn(record: AddressRecord): Result<boolean, AddressRefusal> {
    const id = peerIdOf(record.identityKey);
    if (id === this.self) return accepted(false);
    const present = this.known.get(id)?.record;
    if (present !== undefined && present.sequence >= record.sequence) return accepted(false);
    const refusal = checkAddressRecord(record, this.genesisHash, nowSeconds(this.clock));
    if (refusal !== undefined) return refused(refusal);
    if (present === undefined && this.known.size >= MAX_KNOWN_ADDRESSES) this.forgetOne();
    this.known.set(id, { record, failures: 0, notBeforeMs: 0 });
    return accepted(present === undefined || formatEndpoint(present.endpoint) !== formatEndpoint(record.endpoint));
  }

  /** All records that have not expired. */
  records(): AddressRecord[] {
    const now = nowSeconds(this.clock);
    for (const [id, { record }] of this.known) if (record.expiresAt <= now) this.known.delete(id);
    return [...this.known.values()].map(({ record }) => record);
  }

  /** What somebody who asks for peers is told: all when 10 or fewer are known, else 10 at random, never itself. */
  answerFor(asker: PeerId): AddressRecord[] {
    const others = this.records().filter(({ identityKey }) => peerIdOf(identityKey) !== asker);
    return sample(this.random, others, MAX_ADDRESS_RECORDS);
  }

  /** Addresses worth dialling now, in random order. */
  candidates(count: number, skip: (peerId: PeerId) => boolean): AddressRecord[] {
    const nowMs = this.clock.nowMs();
    const due = this.records().filter((record) => {
      const id = peerIdOf(record.identityKey);
      return !skip(id) && (this.known.get(id)?.notBeforeMs ?? 0) <= nowMs;
    });
    return sample(this.random, due, count);
  }

  dialled(peerId: PeerId, succeeded: boolean): void {
    const address = this.known.get(peerId);
    if (address === undefined) return;
    address.failures = succeeded ? 0 : address.failures + 1;
    const waitMs = succeeded ? 0 : Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** (address.failures - 1));
    address.notBeforeMs = this.clock.nowMs() + waitMs;
  }

  /** Makes room: the address that failed most often goes. */
  private forgetOne(): void {
    let worst: PeerId | undefined;
    let failures = -1;
    for (const [id, address] of this.known) {
      if (address.failures <= failures) continue;
      worst = id;
      failures = address.failures;
    }
    if (worst !== undefined) this.known.delete(worst);
  }
}
