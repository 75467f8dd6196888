import type { AddressRecord, ChainStatus, ConnectMessage, TrackerWelcomeMessage } from '../peer-network/messages.ts';
import { Misbehaviour } from '../peer-network/misbehaviour.ts';
import type { RevocationList } from '../peer-network/revocation-list.ts';
import type { Session, SessionHandlers } from '../peer-network/transport.port.ts';
import type { EventChannel } from '../primitives/event-channel.ts';
import { accepted, type Refusal, type Result, refused } from '../primitives/result.ts';
import type { AdmissionOrderRefusal } from './admission.errors.ts';
import { Admission } from './admission.ts';
import type { AdmissionRecordsRefusal } from './admission-records-store.port.ts';
import { Introduction } from './introduction.ts';
import { ListingService } from './listing-service.ts';
import { Liveness } from './liveness.ts';
import type { RegisteredPeer } from './registered-peer.ts';
import { Registry } from './registry.ts';
import type { RegistryEntry } from './registry-entry.ts';
import { RegistryKeeper } from './registry-keeper.ts';
import type { RegistryStoreRefusal } from './registry-store.port.ts';
import { revokePeer } from './revoke-peer.ts';
import { SESSION_MESSAGES, SessionBudgets } from './session-budget.ts';
import type { RevocationTarget } from './ticket-office.ts';
import type { TrackerRefusal } from './tracker.errors.ts';
import type { TrackerEvent } from './tracker-event.ts';
import type { TrackerOptions, TrackerPorts } from './tracker-options.ts';
import { UnjoinedSessions } from './unjoined-sessions.ts';

const REQUEST_RATE = { code: 'session-request-rate', perSecond: SESSION_MESSAGES.perSecond } as const;

/** Introduces peers to each other: who joins is met where it listens, listed, watched, and told of others. */
export class Tracker {
  readonly registry: Registry;
  readonly events: EventChannel<TrackerEvent>;
  /** What this tracker says in health checks: it has no chain beyond the genesis block. */
  readonly status: ChainStatus;
  private readonly listing: ListingService;
  private readonly liveness: Liveness;
  private readonly keeper: RegistryKeeper;
  private readonly unjoined: UnjoinedSessions;
  private readonly budgets: SessionBudgets;
  private readonly introduction: Introduction;
  private readonly misbehaviour: Misbehaviour;
  private stopped = false;

  private constructor(
    private readonly ports: TrackerPorts,
    options: TrackerOptions,
    /** Whom it admits, invites and revokes. */
    readonly admission: Admission,
    remembered: readonly RegistryEntry[],
  ) {
    const { transport, store, clock, random, log } = ports;
    const { genesisHash, healthCheckIntervalMs: intervalMs } = options;
    this.status = { height: 0, tipHash: genesisHash, totalWork: 0n };
    this.registry = new Registry(options.maxPeers, random);
    this.events = this.registry.events;
    const { registry } = this;
    this.listing = new ListingService({ registry, transport, genesisHash, clock, log });
    for (const entry of remembered) this.listing.remember(entry);
    this.keeper = new RegistryKeeper(registry, store, clock, log);
    this.liveness = new Liveness({
      registry,
      clock,
      intervalMs,
      ownStatus: this.status,
      lookFor: (peer) => this.listing.lookFor(peer),
      gone: (peer, reason) => this.drop(peer, reason),
    });
    this.unjoined = new UnjoinedSessions(clock);
    this.budgets = new SessionBudgets(clock);
    this.introduction = new Introduction(ports, options);
    this.misbehaviour = new Misbehaviour(clock);
  }

  /** Reads what the stores hold; nothing is sent yet. Refused when that is not what a tracker has written. */
  static async open(
    ports: TrackerPorts,
    options: TrackerOptions,
  ): Promise<Result<Tracker, RegistryStoreRefusal | AdmissionRecordsRefusal>> {
    const entries = await ports.store.load();
    if (!entries.ok) return entries;
    const admission = await Admission.open(ports, options);
    if (!admission.ok) return admission;
    const latestFirst = [...entries.value].sort((left, right) => right.lastSeenMs - left.lastSeenMs);
    const tracker = new Tracker(ports, options, admission.value, latestFirst);
    ports.log.info('the registry is read', { peers: tracker.registry.size });
    return accepted(tracker);
  }

  /** Listens, begins to check, and looks for remembered peers. `handlers` lead here, by whatever way. */
  async start(handlers: SessionHandlers): Promise<void> {
    await this.ports.transport.start(handlers);
    this.liveness.start();
  }

  /** Stops in order: nobody is let in or asked any more, the registry is written, the sessions end. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.liveness.stop();
    this.listing.stop();
    this.unjoined.stop();
    await Promise.all([this.keeper.stop(), this.admission.stop()]);
    await this.ports.transport.close();
  }

  /** Code of the last write of the registry or of the admission, if it failed. */
  get storeFailure(): string | undefined {
    return this.keeper.failure ?? this.admission.failure;
  }

  get unjoinedSessions(): number {
    return this.unjoined.size;
  }

  /** Peers whose address is still to be tried, or tried again. */
  get waitingDialBacks(): number {
    return this.listing.waiting;
  }

  opened(session: Session): void {
    // What this tracker dialled is a dial back: it ends by itself.
    if (session.direction === 'outbound') return;
    if (this.misbehaviour.isBanned(session.peerId)) session.disconnect('peer-banned');
    else this.unjoined.expect(session);
  }

  /** A breach of the wire's own rules is a reason that scores. */
  closed(session: Session, reason: string): void {
    this.misbehaviour.report(session.peerId, reason);
    this.unjoined.settle(session);
    const peer = this.registry.of(session);
    if (peer !== undefined) this.forget(peer, reason);
  }

  /** A peer joins: its id, proven in the handshake, is confirmed; it learns how it is seen, and gets its ticket. */
  async join(session: Session, message: ConnectMessage): Promise<Result<TrackerWelcomeMessage, TrackerRefusal>> {
    if (!this.budgets.spend(session)) return this.refuse(session, REQUEST_RATE);
    const refusal = this.refusalFor(session);
    if (refusal !== undefined) return this.refuse(session, refusal);
    const ticket = this.admission.admit(session, message);
    if (!ticket.ok) return this.refuse(session, ticket.refusal);
    const isSettled = await this.admission.settled();
    const later: TrackerRefusal | undefined = isSettled ? this.refusalFor(session) : { code: 'admission-not-kept' };
    if (later !== undefined) return this.refuse(session, later);
    const present = this.registry.get(session.peerId);
    const older = present?.session;
    this.enter(session, message, present);
    this.unjoined.settle(session);
    if (older !== undefined && older !== session) older.disconnect('session-superseded');
    this.admission.tellRevoked([session]);
    const seenAs = { host: session.remote.host, port: message.listen.port };
    return accepted({ peerId: session.peerId, seenAs, ticket: ticket.value });
  }

  /** Throws an identity out: it gets no ticket any more, and no peer takes those that it has. Gives the signed list. */
  revoke(target: RevocationTarget): Promise<Result<RevocationList | undefined, AdmissionOrderRefusal>> {
    return revokePeer(this, target, (peer, reason) => this.forget(peer, reason));
  }

  /** A peer's own address. Where others live is asked of them. */
  told(session: Session, records: readonly AddressRecord[]): void {
    const peer = this.asking(session);
    if (!peer.ok) return;
    for (const record of records) {
      const offered = this.listing.offer(peer.value, record);
      if (offered.ok) continue;
      const { code } = offered.refusal;
      this.refuse(session, offered.refusal);
      if (this.misbehaviour.report(session.peerId, code)) session.disconnect('banned');
    }
  }

  /** The peers that somebody who has joined is told of, and where this tracker is if that is news. */
  peersFor(session: Session): Result<AddressRecord[], TrackerRefusal> {
    const peer = this.asking(session);
    if (!peer.ok) return peer;
    this.introduction.to(session);
    return accepted(this.registry.answerFor(session.peerId));
  }

  /** A peer asks whether this tracker lives, and tells where its chain ends. */
  healthChecked(session: Session, { height }: ChainStatus): Result<ChainStatus, TrackerRefusal> {
    const peer = this.asking(session);
    if (!peer.ok) return peer;
    peer.value.height = height;
    return accepted(this.status);
  }

  /** Notes a refusal and gives it on. */
  refuse<Reason extends Refusal>(session: Session, refusal: Reason): { readonly ok: false; readonly refusal: Reason } {
    const { peerId } = session;
    this.ports.log.debug('refused', { peer: peerId, code: refusal.code });
    this.events.publish({ kind: 'refused', peerId, code: refusal.code });
    return refused(refusal);
  }

  /** Whoever asks: a peer that has joined on this session and has not asked too much. */
  private asking(session: Session): Result<RegisteredPeer, TrackerRefusal> {
    const peer = this.registry.of(session);
    if (!this.budgets.spend(session)) return this.refuse(session, REQUEST_RATE);
    if (peer === undefined) {
      this.unjoined.tellUnknown(session);
      return this.refuse(session, { code: 'peer-unknown' });
    }
    peer.lastSeenMs = this.ports.clock.nowMs();
    return accepted(peer);
  }

  private refusalFor(session: Session): TrackerRefusal | undefined {
    const { peerId } = session;
    if (this.stopped) return { code: 'tracker-stopping' };
    if (session.closed) return { code: 'session-closed' };
    if (peerId === this.ports.signer.peerId) return { code: 'peer-is-self' };
    if (this.misbehaviour.isBanned(peerId)) return { code: 'peer-banned' };
    if (this.registry.get(peerId) !== undefined || !this.registry.isFull || this.makeRoom()) return undefined;
    return { code: 'tracker-full', limit: this.registry.limit };
  }

  /** Who is only remembered goes when somebody comes who is here. */
  private makeRoom(): boolean {
    const remembered = this.registry.all().find(({ session }) => session === undefined);
    if (remembered !== undefined) this.forget(remembered, 'made-room');
    return remembered !== undefined;
  }

  private enter(session: Session, { agent, status }: ConnectMessage, present: RegisteredPeer | undefined): void {
    const { registry } = this;
    const { peerId } = session;
    const lastSeenMs = this.ports.clock.nowMs();
    const now = { session, agent, height: status.height, lastSeenMs, latencyMs: undefined, silentHealthChecks: 0 };
    if (present === undefined) registry.add({ ...now, peerId, offered: undefined, listing: undefined });
    else Object.assign(present, now);
    this.ports.log.info('a peer joined', { peer: peerId, agent });
    this.events.publish({ kind: 'joined', peerId });
  }

  /** A silent peer is out; when its session wakes up again it is told to join anew. */
  private drop(peer: RegisteredPeer, reason: string): void {
    const { session } = peer;
    this.forget(peer, reason);
    if (session !== undefined && !session.closed) this.unjoined.expect(session);
  }

  private forget(peer: RegisteredPeer, reason: string): void {
    const { peerId } = peer;
    this.registry.remove(peer, reason);
    this.listing.forget(peerId);
    this.ports.log.info('a peer left', { peer: peerId, reason });
    this.events.publish({ kind: 'left', peerId, reason });
  }
}
