import { BoundedCache } from '../primitives/bounded-cache.ts';
import type { Clock } from '../primitives/clock.port.ts';
import { isDue } from '../primitives/is-due.ts';
import type { Refusal } from '../primitives/result.ts';
import type { PeerId } from './peer-id.ts';

/** At this score a peer is banned. */
export const BAN_SCORE = 100;
/** Long enough to be rid of a broken node, short enough for its owner to mend it and come back the same day. */
export const BAN_MS = 3_600_000;
/** Points a peer is forgiven each minute: an honest slip now and then never adds up. */
const FORGIVEN_PER_MINUTE = 1;
/** Ids are free to make, so remembering more of them would only cost memory. */
const MAX_REMEMBERED_PEERS = 4_096;

/**
 * What each breach costs. Codes that are not here cost nothing: "not yet", nonces, balances and policy are no faults
 * of whoever passes a thing on.
 */
const SCORES: Readonly<Record<string, number>> = {
  // Bytes that no correct program sends.
  'frame-too-long': 100,
  'frame-flags': 100,
  'message-malformed': 100,
  'encoding-length': 100,
  'encoding-offset': 100,
  'encoding-number-too-large': 100,
  // A header without its work costs nothing to make and is never honest.
  'header-version': 100,
  'header-bits-invalid': 100,
  'header-target-too-easy': 100,
  'header-work-insufficient': 100,
  'header-bits-wrong': 100,
  'header-time-too-early': 100,
  // Bodies that are not what was asked for, and announcements that no block can be behind.
  'block-too-large': 50,
  'block-merkle-root-mismatch': 50,
  'block-repeated-transaction': 50,
  'announcement-too-long': 50,
  // Transactions that are wrong in themselves.
  'transaction-version': 50,
  'transaction-wrong-chain': 50,
  'transaction-sender-prefix': 50,
  'transaction-amount-zero': 50,
  'transaction-amount-too-large': 50,
  'transaction-total-too-large': 50,
  'transaction-sender-not-on-curve': 50,
  'transaction-signature-invalid': 50,
  'transaction-not-asked': 20,
  'address-record-signature': 20,
  // Nobody passes on a list without having checked it.
  'revocations-unordered': 50,
  'revocations-signature': 50,
  'sync-headers-unconnected': 20,
  'sync-not-what-was-asked': 50,
  // A false claim to have connected blocks: their rules broken, their work not shown.
  'sync-chain-invalid': 50,
  'sync-claim-unfounded': 10,
  // Less than is forgiven between two tries: a slow peer is left alone, and never banned for being slow.
  'sync-stalled': 4,
};

interface Offence {
  score: number;
  sinceMs: number;
  bannedUntilMs: number;
  breach: Refusal;
}

/** A peer that is kept out. */
export interface Ban {
  readonly peerId: PeerId;
  /** The breach that was one too many, with the values that broke the rule where there were some. */
  readonly breach: Refusal;
  readonly untilMs: number;
}

/** Keeps the score of every peer that broke a rule, across its sessions, and says who is banned. */
export class Misbehaviour {
  private readonly records = new BoundedCache<PeerId, Offence>(MAX_REMEMBERED_PEERS);
  /** Ids with a record, to list bans from: never longer than the records. */
  private readonly banned = new Set<PeerId>();

  constructor(private readonly clock: Clock) {}

  /** Notes a breach, with its values where there are some; true when the peer is banned from now on. */
  report(peerId: PeerId, code: string, breach: Refusal = { code }): boolean {
    const points = SCORES[code] ?? 0;
    if (points === 0) return this.isBanned(peerId);
    const nowMs = this.clock.nowMs();
    const score = this.score(peerId) + points;
    const before = this.records.get(peerId);
    const isBanned = score >= BAN_SCORE;
    const bannedUntilMs = isBanned ? nowMs + BAN_MS : (before?.bannedUntilMs ?? 0);
    this.records.set(peerId, { score, sinceMs: nowMs, bannedUntilMs, breach });
    if (isBanned) this.banned.add(peerId);
    return this.isBanned(peerId);
  }

  /** The score now, whole points, after what has been forgiven. */
  score(peerId: PeerId): number {
    const record = this.records.get(peerId);
    if (record === undefined) return 0;
    const nowMs = this.clock.nowMs();
    // The clock may be set back: what was noted later than now counts from now.
    record.sinceMs = Math.min(record.sinceMs, nowMs);
    const minutes = (nowMs - record.sinceMs) / 60_000;
    return Math.max(0, Math.round(record.score - minutes * FORGIVEN_PER_MINUTE));
  }

  /** The breach that was noted last of a peer whose score is not forgiven yet. */
  lastBreach(peerId: PeerId): Refusal | undefined {
    return this.score(peerId) === 0 ? undefined : this.records.get(peerId)?.breach;
  }

  isBanned(peerId: PeerId): boolean {
    return !isDue(this.records.get(peerId)?.bannedUntilMs ?? 0, this.clock.nowMs(), BAN_MS);
  }

  /** Who is kept out now, and why. */
  bans(): Ban[] {
    const bans: Ban[] = [];
    for (const peerId of this.banned) {
      const record = this.records.get(peerId);
      if (record !== undefined && this.isBanned(peerId)) {
        bans.push({ peerId, breach: record.breach, untilMs: record.bannedUntilMs });
      } else {
        this.banned.delete(peerId);
      }
    }
    return bans;
  }
}
