import { equalBytes } from '../primitives/bytes.ts';
import type { Clock, Timer } from '../primitives/clock.port.ts';
import type { Hash } from '../primitives/hash.ts';
import type { Log } from '../primitives/log.port.ts';
import { SerialQueue } from '../primitives/serial-queue.ts';
import { AdmissionGate, type AdmittedTicket, type TicketRefusal, ticketRules } from './admission-gate.ts';
import type { AdmissionStore, StoredAdmission } from './admission-store.port.ts';
import { inBackground } from './in-background.ts';
import { joinProofOf } from './join-proof.ts';
import type { OneWayCommand, OneWayMessages } from './messages.ts';
import { OwnTicket } from './own-ticket.ts';
import type { Peer } from './peer.ts';
import type { ReportBreach } from './report-breach.ts';
import type { RevocationList } from './revocation-list.ts';
import { Revocations } from './revocations.ts';
import type { Roster } from './roster.ts';
import type { Ticket } from './ticket.ts';
import type { NodeSigner, Session } from './transport.port.ts';

/** A session outlives its peer's ticket, and the tolerance after it, by so much at most. */
export const TICKET_SWEEP_INTERVAL_MS = 10_000;
const EMPTY = new Uint8Array(0);

export interface MembershipOptions {
  /** Ed25519 keys of the trackers whose tickets admit to this network; none, or absent: everybody is admitted. */
  readonly trustedTrackers?: readonly Uint8Array[];
  /** Proves to a trusted tracker that wants it that this node was invited. */
  readonly joinToken?: string | undefined;
}

export interface MembershipDependencies extends MembershipOptions {
  readonly genesisHash: Hash;
  readonly signer: NodeSigner;
  readonly roster: Roster;
  readonly clock: Clock;
  readonly log: Log;
  /** Absent: nothing outlives a restart. */
  readonly admissionStore?: AdmissionStore;
  readonly report: ReportBreach;
}

/** What this node's owner may want to know of its membership. */
export interface MembershipState {
  /** Only who shows a ticket becomes a peer. */
  readonly isPermissioned: boolean;
  readonly ticket: Ticket | undefined;
  /** Tickets that its trackers have revoked. */
  readonly revoked: number;
  /** How often others were refused since the start, by code. */
  readonly refusals: ReadonlyMap<string, number>;
}

/** This node's ticket, and what it asks of others': who is admitted, for how long, and who no more. */
export class Membership {
  readonly isPermissioned: boolean;
  private readonly trusted: readonly Uint8Array[];
  private readonly revocations: Revocations;
  private readonly gate: AdmissionGate;
  private readonly own: OwnTicket;
  private ownTracker: Uint8Array = EMPTY;
  /** What the peer on each session has shown. */
  private readonly shown = new WeakMap<Session, AdmittedTicket>();
  /** One look at a ticket for each session: signatures cost time, and an honest peer dials anew with a better one. */
  private readonly turnedAway = new WeakMap<Session, TicketRefusal>();
  private readonly refusals = new Map<string, number>();
  private readonly saves = new SerialQueue();
  private timer: Timer | undefined;

  constructor(private readonly dependencies: MembershipDependencies) {
    const { trustedTrackers = [], genesisHash, clock } = dependencies;
    this.trusted = trustedTrackers;
    this.isPermissioned = trustedTrackers.length > 0;
    this.revocations = new Revocations(trustedTrackers, genesisHash);
    this.gate = new AdmissionGate(genesisHash, trustedTrackers, this.revocations, clock);
    this.own = new OwnTicket(clock);
  }

  /** Takes up what was kept, and begins to watch over the tickets of others. */
  async start(): Promise<void> {
    const kept = await this.dependencies.admissionStore?.load();
    for (const list of kept?.revocations ?? []) if (this.revocations.isNews(list)) this.revocations.learn(list);
    if (kept !== undefined && kept.ticket.length > 0) this.takeOwn(kept.ticket, kept.trackerKey);
    this.watch();
  }

  async stop(): Promise<void> {
    this.timer?.cancel();
    await this.saves.idle();
  }

  state(): MembershipState {
    const { isPermissioned, refusals } = this;
    return { isPermissioned, ticket: this.own.ticket, revoked: this.revocations.size, refusals };
  }

  /** The ticket that this node shows; empty while it has none. */
  get ticket(): Uint8Array {
    return this.own.bytes;
  }

  /** What is sent to a tracker that may want an invitation: only to one that this node was told to trust. */
  joinProof(session: Pick<Session, 'identityKey' | 'handshakeHash'>): Uint8Array {
    const { joinToken } = this.dependencies;
    if (joinToken === undefined || !this.trusts(session.identityKey)) return EMPTY;
    return joinProofOf(joinToken, session.handshakeHash);
  }

  /**
   * Whether a tracker should be asked for a ticket that lasts longer; or for any, where one is needed: while this node's
   * clock was wrong it may have turned down the one that it got.
   */
  isTicketDue(tracker: Pick<Session, 'identityKey'>): boolean {
    const isDue = this.own.ticket === undefined ? this.isPermissioned : this.own.isDue;
    return isDue && this.takesFrom(tracker.identityKey);
  }

  /** A tracker sent this node's ticket. What is new is kept, and shown to the peers in session. */
  admitted({ identityKey }: Pick<Session, 'identityKey'>, bytes: Uint8Array): void {
    if (bytes.length === 0 || !this.takesFrom(identityKey) || !this.takeOwn(bytes, identityKey)) return;
    this.keep();
    for (const { session } of this.dependencies.roster.all()) session.send('TICKET', { ticket: this.own.bytes });
  }

  /** Why the node on this session does not become a peer, from the ticket that it shows; undefined if it may. */
  admit(session: Session, bytes: Uint8Array): TicketRefusal | undefined {
    if (!this.isPermissioned) return undefined;
    const before = this.turnedAway.get(session);
    if (before !== undefined) return before;
    const checked = this.gate.check(session, bytes);
    if (checked.ok) {
      this.shown.set(session, checked.value);
      return undefined;
    }
    const { code } = checked.refusal;
    this.turnedAway.set(session, checked.refusal);
    this.refusals.set(code, (this.refusals.get(code) ?? 0) + 1);
    this.dependencies.log.info('a node is not admitted', { peer: session.peerId, code });
    return checked.refusal;
  }

  /** The node on this session did not want us; when that is for our ticket, its owner should know. */
  refusedBy({ peerId }: Session, code: string): void {
    if (Object.hasOwn(ticketRules, code))
      this.dependencies.log.info('a peer does not admit this node', { peer: peerId, code });
  }

  /** What a peer says of membership, or a tracker, which is no peer. */
  heard<C extends OneWayCommand>(command: C, message: OneWayMessages[C], from: Peer | undefined): void {
    if (command === 'REVOCATIONS') this.heardRevocations(message as OneWayMessages['REVOCATIONS'], from);
    if (command === 'TICKET' && from !== undefined) this.heardTicket(from, message as OneWayMessages['TICKET']);
  }

  /** Tells a new peer what is revoked. */
  welcomed({ session }: Peer): void {
    for (const list of this.revocations.lists()) session.send('REVOCATIONS', list);
  }

  /** A peer shows the ticket that follows its first. One that does not count changes nothing: the first ends in time. */
  private heardTicket({ session, budget }: Peer, { ticket: bytes }: OneWayMessages['TICKET']): void {
    if (!this.isPermissioned || !budget.membership.take(1)) return;
    const checked = this.gate.check(session, bytes);
    const last = this.shown.get(session);
    if (!checked.ok || (last !== undefined && checked.value.ticket.expiresAt <= last.ticket.expiresAt)) return;
    this.shown.set(session, checked.value);
  }

  /** A list from a tracker, or passed on by a peer: news are kept, acted upon and passed on. */
  private heardRevocations(list: RevocationList, from: Peer | undefined): void {
    if (!this.revocations.isNews(list)) return;
    if (from !== undefined && !from.budget.membership.take(1)) return;
    const refusal = this.revocations.learn(list);
    if (refusal !== undefined) {
      if (from !== undefined) this.dependencies.report(from, refusal.code, refusal);
      return;
    }
    const { log, roster } = this.dependencies;
    log.info('tickets are revoked', { sequence: list.sequence, revoked: list.serials.length });
    this.keep();
    this.sweep();
    for (const peer of roster.all()) if (peer !== from) peer.session.send('REVOCATIONS', list);
  }

  private watch(): void {
    this.sweep();
    this.timer = this.dependencies.clock.setTimer(TICKET_SWEEP_INTERVAL_MS, () => this.watch());
  }

  /** Ends the sessions of those whose ticket counts no more. */
  private sweep(): void {
    if (!this.isPermissioned) return;
    const { log, roster } = this.dependencies;
    for (const { session } of roster.all()) {
      const admitted = this.shown.get(session);
      const refusal = admitted === undefined ? undefined : this.gate.checkAgain(admitted);
      if (refusal === undefined) continue;
      log.info('a peer is admitted no more', { peer: session.peerId, code: refusal.code });
      session.disconnect(refusal.code);
    }
    this.dropOwnIfRevoked();
  }

  private dropOwnIfRevoked(): void {
    const { ticket } = this.own;
    if (ticket === undefined || !this.revocations.isRevoked(this.ownTracker, ticket.serial)) return;
    this.dependencies.log.warn('the ticket of this node is revoked', { serial: ticket.serial });
    this.own.drop();
    this.keep();
  }

  /** True if it is a better ticket than the one held. Checked by the rules that others check it by. */
  private takeOwn(bytes: Uint8Array, trackerKey: Uint8Array): boolean {
    const { genesisHash, clock, signer, log } = this.dependencies;
    if (!this.takesFrom(trackerKey)) return false;
    const gate = new AdmissionGate(genesisHash, [trackerKey], this.revocations, clock);
    const checked = gate.check(signer, bytes);
    if (!checked.ok) {
      const { code } = checked.refusal;
      if (this.own.turnDown(code)) log.warn('the ticket of this node does not count', { code });
      return false;
    }
    const { ticket } = checked.value;
    if (!this.own.offer(bytes, ticket)) return false;
    this.ownTracker = trackerKey;
    log.info('this node has a ticket', {
      serial: ticket.serial,
      expires: new Date(ticket.expiresAt * 1000).toISOString(),
    });
    return true;
  }

  private keep(): void {
    const { admissionStore, log } = this.dependencies;
    if (admissionStore === undefined) return;
    const content: StoredAdmission = {
      ticket: this.own.bytes,
      trackerKey: this.ownTracker,
      revocations: this.revocations.lists(),
    };
    inBackground(log, 'keeping the ticket', () => this.saves.run(() => admissionStore.save(content)));
  }

  /** Trackers whose tickets are any use: where some are trusted, those alone. */
  takesFrom(trackerKey: Uint8Array): boolean {
    return !this.isPermissioned || this.trusts(trackerKey);
  }

  private trusts(key: Uint8Array): boolean {
    return this.trusted.some((trusted) => equalBytes(trusted, key));
  }
}
