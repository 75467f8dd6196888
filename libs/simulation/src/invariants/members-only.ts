import type { FullNode } from '#domain/node/full-node';
import { TICKET_CLOCK_TOLERANCE_SECONDS } from '#domain/peer-network/admission-gate';
import { TICKET_SWEEP_INTERVAL_MS } from '#domain/peer-network/membership';
import type { PeerId } from '#domain/peer-network/peer-id';
import { toHex } from '#domain/primitives/bytes';
import type { Member } from '../membership/member.ts';
import type { Operator } from '../membership/operator.ts';
import type { Society } from '../membership/society.ts';
import { type LedgerTicket, ticketName } from '../membership/ticket-ledger.ts';

/** Virtual time between two looks. */
const INTERVAL_MS = 1_000;
/** A session outlives its ticket and the tolerance by one sweep, and is seen at the next look. */
const OVERDUE_MS = TICKET_SWEEP_INTERVAL_MS + INTERVAL_MS;
/** With nothing wrong any more a list has reached everybody by then: trackers and peers are found again within a minute. */
const REVOKED_OUT_WITHIN_MS = 120_000;

type Promised = 'no-stranger-admitted' | 'revoked-stay-out' | 'expired-are-cut';

/** Names of tickets that count no more. */
type Revoked = ReadonlySet<string>;

/**
 * Looks at the sessions of every honest peer of a permissioned network, and judges them by what the trackers have
 * written down: not by what peers say to each other.
 */
export class MembersOnly {
  /** Since when a peer holds a session that it should have ended: by peer and the other's id. */
  private overdue = new Map<string, number>();
  /** When somebody first knew that all tickets of a revoked identity are revoked. */
  private readonly knownMs = new Map<PeerId, number>();
  private calmSinceMs: number | undefined;

  constructor(
    private readonly society: Society,
    private readonly operator: Operator,
  ) {}

  start(): void {
    this.society.time.after(INTERVAL_MS, () => {
      this.look();
      this.start();
    });
  }

  /** The last fault is over. */
  expectCalm(): void {
    this.calmSinceMs = this.society.time.nowMs;
  }

  /** Whoever becomes a peer is looked at in that moment. */
  watch(peer: Member, node: FullNode): void {
    node.peers.roster.joined.subscribe(({ session: { peerId } }) => {
      const promised = this.brokenBy(peer, peerId, revokedOn(peer));
      if (promised !== undefined) this.report(promised, peer, `it admits ${this.nameOf(peerId)}`);
    });
    node.peers.roster.left.subscribe(({ reason }) => {
      if (reason === 'ticket-expired' || reason === 'ticket-revoked') this.society.statistics.sessionsCut++;
    });
  }

  /** Whether a peer should be on one tip with the others: who is revoked need not, nor who can get no ticket. */
  mustAgree({ peerId }: Member): boolean {
    const { tickets, time, trackers } = this.society;
    if (this.operator.isRevoked(peerId)) return false;
    const hasTicket = tickets.of(peerId).some(({ expiresAt }) => expiresAt * 1000 > time.nowMs);
    return hasTicket || trackers.some(({ node }) => node !== undefined);
  }

  /** Whether nobody holds a session any more with one whose revocation is known. */
  get isSettled(): boolean {
    return [...this.knownMs.keys()].every((outcast) => this.hostsOf(outcast).length === 0);
  }

  private look(): void {
    const before = this.overdue;
    this.overdue = new Map();
    for (const peer of this.society.peers) {
      if (peer.node === undefined) continue;
      const revoked = revokedOn(peer);
      for (const { session } of peer.node.peers.roster.all()) this.judge(peer, session.peerId, revoked, before);
    }
    this.judgeOutcasts();
    this.society.tipChanged();
  }

  private judge(peer: Member, other: PeerId, revoked: Revoked, before: ReadonlyMap<string, number>): void {
    const promised = this.brokenBy(peer, other, revoked);
    if (promised === undefined) return;
    const { nowMs } = this.society.time;
    const key = `${peer.index} ${other}`;
    const sinceMs = before.get(key) ?? nowMs;
    this.overdue.set(key, sinceMs);
    if (nowMs - sinceMs > OVERDUE_MS) this.report(promised, peer, `it keeps a session with ${this.nameOf(other)}`);
  }

  /** Once everything is well again a revocation reaches all that a member knows of, or a tracker with which one is. */
  private judgeOutcasts(): void {
    const { time, tickets, trackers, peers } = this.society;
    const members = new Set(peers.filter((peer) => this.mustAgree(peer)).map(({ peerId }) => peerId));
    const heard = trackers.filter(({ joined }) => joined.some((peerId) => members.has(peerId)));
    const known = new Set(heard.flatMap(({ revoked }) => revoked));
    for (const peer of peers) if (peer.node !== undefined) for (const name of revokedOn(peer)) known.add(name);
    for (const outcast of this.operator.outcasts()) {
      const counting = tickets
        .of(outcast)
        .filter((ticket) => isAlive(ticket, time.nowMs) && !known.has(ticketName(ticket)));
      if (counting.length > 0) this.knownMs.delete(outcast);
      else if (!this.knownMs.has(outcast)) this.knownMs.set(outcast, time.nowMs);
      const sinceMs = Math.max(this.knownMs.get(outcast) ?? time.nowMs, this.calmSinceMs ?? time.nowMs);
      const [host] = this.hostsOf(outcast);
      if (host === undefined || time.nowMs - sinceMs <= REVOKED_OUT_WITHIN_MS) continue;
      this.report('revoked-stay-out', host, `two minutes later it is in session with ${this.nameOf(outcast)}`);
    }
  }

  /** Members that are in session with somebody revoked. */
  private hostsOf(outcast: PeerId): Member[] {
    const { peers } = this.society;
    return peers.filter((peer) => this.mustAgree(peer) && peer.node?.peers.roster.get(outcast) !== undefined);
  }

  /** Which promise a session breaks; none while a ticket counts by all that the peer knows, and by its own clock. */
  private brokenBy(peer: Member, other: PeerId, revoked: Revoked): Promised | undefined {
    const nowMs = this.society.time.nowMs + peer.skewMs;
    const tickets = this.society.tickets.of(other);
    const [first] = tickets;
    if (first === undefined) return 'no-stranger-admitted';
    if (tickets.some((ticket) => isAlive(ticket, nowMs) && !revoked.has(ticketName(ticket)))) return undefined;
    const last = tickets.reduce((latest, each) => (each.expiresAt > latest.expiresAt ? each : latest), first);
    return revoked.has(ticketName(last)) ? 'revoked-stay-out' : 'expired-are-cut';
  }

  private nameOf(peerId: PeerId): string {
    const peer = this.society.peers.find((each) => each.peerId === peerId);
    return peer?.name ?? `${peerId.slice(0, 12)}, who is none of the peers`;
  }

  private report(promised: Promised, peer: Member, what: string): void {
    this.society.watch.report(promised, peer.name, what);
  }
}

/** By a clock that says this, and that may be wrong within the tolerance. */
function isAlive({ expiresAt }: LedgerTicket, nowMs: number): boolean {
  return expiresAt > Math.floor(nowMs / 1000) - TICKET_CLOCK_TOLERANCE_SECONDS;
}

/** What a peer knows to be revoked: from its disk, where it keeps a list as soon as it has heard it. */
function revokedOn({ disk }: Member): Revoked {
  const names = new Set<string>();
  for (const { trackerKey, serials } of disk.admission?.revocations ?? []) {
    const key = toHex(trackerKey);
    for (const serial of serials) names.add(ticketName({ trackerKey: key, serial }));
  }
  return names;
}
