import { BoundedCache } from '../primitives/bounded-cache.ts';
import type { Clock } from '../primitives/clock.port.ts';
import type { Peer } from './peer.ts';
import type { PeerId } from './peer-id.ts';
import type { Roster } from './roster.ts';

/** A peer whose chain led nowhere is left alone this long at first; it doubles each time … */
const FIRST_REST_MS = 10_000;
/** … up to this, whatever it claims meanwhile: a liar costs little, an honest peer gets its next chance. */
const MAX_REST_MS = 300_000;
/** As many as fit two full rosters. */
const MAX_REMEMBERED_PEERS = 256;

interface Rest {
  readonly failures: number;
  readonly untilMs: number;
}

/** Which peers' chains are worth following now: those that claim more work than ours and have not just disappointed. */
export class SyncCandidates {
  private readonly rests = new BoundedCache<PeerId, Rest>(MAX_REMEMBERED_PEERS);

  constructor(
    private readonly roster: Roster,
    private readonly clock: Clock,
  ) {}

  /** Most claimed work first. */
  above(totalWork: bigint): Peer[] {
    const candidates = this.roster.all().filter((peer) => peer.status.totalWork > totalWork && !this.isResting(peer));
    return candidates.sort((left, right) => compare(right.status.totalWork, left.status.totalWork));
  }

  /** It disappointed just now, and is asked for nothing of any chain. */
  isResting({ session }: Peer): boolean {
    return (this.rests.get(session.peerId)?.untilMs ?? 0) > this.clock.nowMs();
  }

  /** The peer's chain led nowhere: it rests. */
  failed({ session: { peerId } }: Peer): void {
    const failures = (this.rests.get(peerId)?.failures ?? 0) + 1;
    const restMs = Math.min(MAX_REST_MS, FIRST_REST_MS * 2 ** (failures - 1));
    this.rests.set(peerId, { failures, untilMs: this.clock.nowMs() + restMs });
  }

  succeeded({ session: { peerId } }: Peer): void {
    this.rests.delete(peerId);
  }
}

function compare(left: bigint, right: bigint): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
