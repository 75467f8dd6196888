import type { Timer } from '../primitives/clock.port.ts';
import { networkGroupOf } from '../tracker/network-group.ts';
import type { Discovery } from './discovery.ts';
import { type Endpoint, formatEndpoint } from './endpoint.ts';
import { inBackground } from './in-background.ts';
import { MAX_TRACKER_RECORDS } from './limits.ts';
import type { AddressRecord } from './messages.ts';
import type { Peer } from './peer.ts';
import { type PeerId, peerIdOf } from './peer-id.ts';
import type { ReportBreach } from './report-breach.ts';
import type { Roster } from './roster.ts';
import { TrackerLink, type TrackerLinkDependencies } from './tracker-link.ts';
import type { Session } from './transport.port.ts';

/** Sessions with trackers that others told of: enough to outlive those given, and little load on each tracker. */
export const MAX_LEARNED_LINKS = 3;
/** How often the book is looked through for a tracker to dial, and for news to pass on. */
const LOOK_INTERVAL_MS = 2_000;

type Shared = 'transport' | 'clock' | 'log' | 'greeting' | 'admitted' | 'isTicketDue';

export interface TrackerLinksDependencies extends Pick<TrackerLinkDependencies, Shared> {
  /** Trackers that the owner of this node named: always linked, whatever anybody else tells. */
  readonly given: readonly Endpoint[];
  readonly discovery: Pick<Discovery, 'trackers' | 'record' | 'seenAs' | 'learn' | 'keepSoon'>;
  readonly roster: Roster;
  /** Whether a tracker may be joined that nobody gave: in a permissioned network its key must be a trusted one. */
  readonly mayJoin: (identityKey: Uint8Array) => boolean;
  readonly report: ReportBreach;
}

/** This node's trackers: those given, and a few of those that it learned of, which it passes on once it has met them. */
export class TrackerLinks {
  private readonly given: readonly TrackerLink[];
  private readonly learned = new Map<PeerId, TrackerLink>();
  /** Trackers that are dialled to see whether they are there. */
  private readonly felt = new Set<PeerId>();
  private timer: Timer | undefined;
  private stopped = false;

  constructor(private readonly dependencies: TrackerLinksDependencies) {
    this.given = dependencies.given.map((endpoint) => this.giveLink(endpoint));
  }

  /** Those given first. */
  all(): TrackerLink[] {
    return [...this.given, ...this.learned.values()];
  }

  /** The link that speaks on this session. */
  of(session: Session): TrackerLink | undefined {
    return this.all().find((link) => link.owns(session));
  }

  start(): void {
    for (const link of this.given) link.start();
    this.look();
  }

  stop(): void {
    this.stopped = true;
    this.timer?.cancel();
    for (const link of this.all()) link.stop();
  }

  /** Tells a new peer of the trackers that were met. */
  welcome({ session }: Peer): void {
    const records = this.dependencies.discovery.trackers.toTell();
    if (records.length > 0) session.send('TRACKERS', { records });
  }

  /** Somebody told of trackers: a tracker of itself alone, a peer of any. */
  heard(session: Session, records: readonly AddressRecord[], peer: Peer | undefined): void {
    const { discovery, report } = this.dependencies;
    const book = discovery.trackers;
    const link = this.of(session);
    let isNews = false;
    for (const record of records.slice(0, MAX_TRACKER_RECORDS)) {
      const id = peerIdOf(record.identityKey);
      if (peer === undefined && (link === undefined || id !== session.peerId)) continue;
      const learned = book.learn(record, session.remote.host);
      if (learned.ok && learned.value) isNews = true;
      if (!learned.ok && peer !== undefined) report(peer, learned.refusal.code, learned.refusal);
      const places = link === undefined ? [] : [link.endpoint, session.remote];
      if (places.some((place) => isSame(place, record.endpoint))) book.met(id);
    }
    if (!isNews) return;
    discovery.keepSoon();
    this.look();
  }

  /** Passes news on, and dials whom it would be good to have. */
  private look(): void {
    if (this.stopped) return;
    const { discovery, roster, clock } = this.dependencies;
    this.timer?.cancel();
    this.timer = clock.setTimer(LOOK_INTERVAL_MS, () => this.look());
    for (const { connected, peerId } of this.all()) {
      if (connected && peerId !== undefined) discovery.trackers.staysInSession(peerId);
    }
    const records = discovery.trackers.news();
    if (records.length > 0) for (const { session } of roster.all()) session.send('TRACKERS', { records });
    for (const { id, record, isMet } of discovery.trackers.due()) {
      if (this.learned.has(id) || this.felt.has(id)) continue;
      if (this.isWanted(id, record)) this.learnLink(id, record);
      else if (!isMet) this.feel(id, record);
    }
  }

  /** A place is free for it, no given link is in charge of it, and its network has none yet. */
  private isWanted(id: PeerId, { endpoint, identityKey }: AddressRecord): boolean {
    if (this.learned.size >= MAX_LEARNED_LINKS || !this.dependencies.mayJoin(identityKey)) return false;
    if (this.given.some((link) => link.peerId === id || isSame(link.endpoint, endpoint))) return false;
    const group = networkGroupOf(endpoint.host);
    const isTaken = [...this.learned.values()].some((link) => networkGroupOf(link.endpoint.host) === group);
    return group === undefined || !isTaken;
  }

  /** Sees whether a tracker is there: the handshake proves it, nothing more is said. */
  private feel(id: PeerId, { endpoint }: AddressRecord): void {
    const { discovery, transport, log } = this.dependencies;
    this.felt.add(id);
    inBackground(log, 'looking for a tracker', async () => {
      const dialled = await transport.dial(endpoint, id).finally(() => this.felt.delete(id));
      if (!dialled.ok) {
        discovery.trackers.failed(id);
        return;
      }
      dialled.value.disconnect('feeler-done');
      this.met(id);
    });
  }

  private met(id: PeerId): void {
    const { discovery } = this.dependencies;
    discovery.trackers.met(id);
    discovery.keepSoon();
  }

  private giveLink(endpoint: Endpoint): TrackerLink {
    const link: TrackerLink = new TrackerLink(endpoint, {
      ...this.shared(undefined),
      isTwin: (id) => this.given.some((other) => other !== link && other.peerId === id),
      // Given links come first: one that was learned of the same tracker is in the way.
      joined: (id) => this.learned.get(id)?.stop(),
    });
    return link;
  }

  private learnLink(id: PeerId, { endpoint }: AddressRecord): void {
    const link = new TrackerLink(endpoint, {
      ...this.shared(endpoint.host),
      expected: id,
      isTwin: () => this.given.some(({ peerId }) => peerId === id),
      joined: () => this.met(id),
      ended: () => {
        this.learned.delete(id);
        this.dependencies.discovery.trackers.failed(id);
      },
    });
    this.learned.set(id, link);
    link.start();
  }

  /** `source` is the host of a tracker that nobody gave: what it tells has no more places than what a peer tells. */
  private shared(source: string | undefined) {
    const { discovery, ...others } = this.dependencies;
    return {
      ...others,
      ownRecord: () => discovery.record(),
      seenAs: (voice: PeerId, endpoint: Endpoint) => discovery.seenAs(voice, endpoint),
      learn: (records: readonly AddressRecord[]) => discovery.learn(records, undefined, source),
    };
  }
}

function isSame(one: Endpoint, other: Endpoint): boolean {
  return formatEndpoint(one) === formatEndpoint(other);
}
