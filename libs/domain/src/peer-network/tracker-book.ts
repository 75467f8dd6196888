import { type Clock, nowSeconds } from '../primitives/clock.port.ts';
import type { Hash } from '../primitives/hash.ts';
import { isDue } from '../primitives/is-due.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';
import { networkGroupOf } from '../tracker/network-group.ts';
import type { StoredAddress } from './address-book-store.port.ts';
import { type AddressRefusal, checkAddressRecord } from './address-record.ts';
import { formatEndpoint } from './endpoint.ts';
import { MAX_TRACKER_RECORDS } from './limits.ts';
import type { AddressRecord } from './messages.ts';
import { type PeerId, peerIdOf } from './peer-id.ts';

/** Trackers that were met; those met longest ago make room. A network has few of them. */
export const MAX_MET_TRACKERS = 8;
/** Trackers only heard of: each is dialled soon, and then it is met or forgotten. */
export const MAX_HEARD_TRACKERS = 8;
/** A record takes about 300 bytes. */
export const MAX_KNOWN_TRACKERS = MAX_MET_TRACKERS + MAX_HEARD_TRACKERS;
/** Of those only heard of, so many from one network (at home: from one host): a liar leaves places for others. */
export const MAX_HEARD_OF_A_SOURCE = 2;
/** One that was never met and failed so often is forgotten, within a minute. */
const MAX_HEARD_FAILURES = 5;
/** First wait after a failed dial; it doubles each time … */
const FIRST_RETRY_MS = 1_000;
/** … up to this: a tracker that comes back is found within a minute. */
const MAX_RETRY_MS = 60_000;
/** News of one tracker are passed on no more often than this, however often it signs. */
const TELL_AGAIN_MS = 60_000;

interface KnownTracker {
  readonly id: PeerId;
  /** Who told of it: a network, or a host at home. */
  readonly source: string;
  record: AddressRecord;
  failures: number;
  /** Not dialled before. */
  notBeforeMs: number;
  /** When it was last met where its record says; 0 if never. */
  lastMetMs: number;
  /** Sequence of the record that was passed on, and when. */
  toldSequence: number;
  toldMs: number;
}

/**
 * Trackers by their own signed words. What was only heard of is kept apart, few of a source and not for long: it counts,
 * and goes on to others, once the tracker was met where it says.
 */
export class TrackerBook {
  private readonly known = new Map<PeerId, KnownTracker>();

  constructor(
    private readonly genesisHash: Hash,
    private readonly clock: Clock,
  ) {}

  get size(): number {
    return this.known.size;
  }

  /** Takes a record unless a later one is known, or there is no place for it. `source` is the host of who told it. */
  learn(record: AddressRecord, source: string): Result<boolean, AddressRefusal> {
    const id = peerIdOf(record.identityKey);
    const present = this.known.get(id);
    if (present !== undefined && present.record.sequence >= record.sequence) return accepted(false);
    const teller = networkGroupOf(source) ?? `home ${source}`;
    if (present === undefined && !this.hasRoom(teller)) return accepted(false);
    const refusal = checkAddressRecord(record, this.genesisHash, nowSeconds(this.clock), 'tracker');
    if (refusal !== undefined) return refused(refusal);
    if (present === undefined) this.add(id, record, teller);
    else renew(present, record);
    return accepted(true);
  }

  /** Takes what was kept; a record that was damaged or has expired is left out. */
  restore({ lastMetAt = 0, ...record }: StoredAddress): void {
    const id = peerIdOf(record.identityKey);
    const refusal = checkAddressRecord(record, this.genesisHash, nowSeconds(this.clock), 'tracker');
    if (refusal !== undefined || lastMetAt === 0 || this.known.has(id)) return;
    this.promote(this.add(id, record, 'kept'), Math.min(lastMetAt * 1000, this.clock.nowMs()));
  }

  /** Those that were met, as they are kept. */
  stored(): StoredAddress[] {
    return this.metOnes().map(({ record, lastMetMs }) => ({
      ...record,
      lastMetAt: Math.ceil(lastMetMs / 1000),
      isTracker: true,
    }));
  }

  /** What a new peer is told: those met last. */
  toTell(): AddressRecord[] {
    const told = this.metOnes().slice(0, MAX_TRACKER_RECORDS);
    return told.map(({ record }) => record);
  }

  /** Records that the peers in session have not been told yet; they count as told now. */
  news(): AddressRecord[] {
    const nowMs = this.clock.nowMs();
    const untold = this.metOnes().filter(
      ({ record, toldSequence, toldMs }) =>
        record.sequence > toldSequence && isDue(toldMs + TELL_AGAIN_MS, nowMs, TELL_AGAIN_MS),
    );
    const told = untold.slice(0, MAX_TRACKER_RECORDS);
    for (const tracker of told) Object.assign(tracker, { toldSequence: tracker.record.sequence, toldMs: nowMs });
    return told.map(({ record }) => record);
  }

  /** Trackers worth dialling now: those met last come first, then those only heard of. */
  due(): { readonly id: PeerId; readonly record: AddressRecord; readonly isMet: boolean }[] {
    const nowMs = this.clock.nowMs();
    return this.latestFirst()
      .filter(({ notBeforeMs }) => isDue(notBeforeMs, nowMs, MAX_RETRY_MS))
      .map(({ id, record, lastMetMs }) => ({ id, record, isMet: lastMetMs > 0 }));
  }

  /** The tracker answered where its record says. */
  met(id: PeerId): void {
    const tracker = this.known.get(id);
    if (tracker !== undefined) this.promote(tracker, this.clock.nowMs());
  }

  /** A tracker that was met is in session still: those who come meanwhile do not push it out. */
  staysInSession(id: PeerId): void {
    const tracker = this.known.get(id);
    if (tracker !== undefined && tracker.lastMetMs > 0) tracker.lastMetMs = this.clock.nowMs();
  }

  /** It did not, or its session ended. */
  failed(id: PeerId): void {
    const tracker = this.known.get(id);
    if (tracker === undefined) return;
    tracker.failures++;
    const waitMs = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** (tracker.failures - 1));
    tracker.notBeforeMs = this.clock.nowMs() + waitMs;
    if (tracker.lastMetMs === 0 && tracker.failures >= MAX_HEARD_FAILURES) this.known.delete(id);
  }

  private add(id: PeerId, record: AddressRecord, source: string): KnownTracker {
    const counters = { failures: 0, notBeforeMs: 0, lastMetMs: 0, toldSequence: 0, toldMs: Number.NEGATIVE_INFINITY };
    const tracker = { id, source, record, ...counters };
    this.known.set(id, tracker);
    return tracker;
  }

  private promote(tracker: KnownTracker, metMs: number): void {
    Object.assign(tracker, { failures: 0, notBeforeMs: 0, lastMetMs: metMs });
    for (const { id } of this.metOnes().slice(MAX_MET_TRACKERS)) this.known.delete(id);
  }

  private hasRoom(source: string): boolean {
    const heard = this.latestFirst().filter(({ lastMetMs }) => lastMetMs === 0);
    const ofSource = heard.filter((tracker) => tracker.source === source).length;
    return heard.length < MAX_HEARD_TRACKERS && ofSource < MAX_HEARD_OF_A_SOURCE;
  }

  private metOnes(): KnownTracker[] {
    return this.latestFirst().filter(({ lastMetMs }) => lastMetMs > 0);
  }

  /** All that have not expired. */
  private latestFirst(): KnownTracker[] {
    const now = nowSeconds(this.clock);
    for (const { id, record } of this.known.values()) if (record.expiresAt <= now) this.known.delete(id);
    return [...this.known.values()].sort((left, right) => right.lastMetMs - left.lastMetMs);
  }
}

/** A later record of a known tracker. One that moved has to be met there before it counts. */
function renew(tracker: KnownTracker, record: AddressRecord): void {
  const moved = formatEndpoint(tracker.record.endpoint) !== formatEndpoint(record.endpoint);
  tracker.record = record;
  if (moved) Object.assign(tracker, { failures: 0, notBeforeMs: 0, lastMetMs: 0 });
}
