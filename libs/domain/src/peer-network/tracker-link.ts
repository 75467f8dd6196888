import type { Clock, Timer } from '../primitives/clock.port.ts';
import type { Log } from '../primitives/log.port.ts';
import { type Endpoint, formatEndpoint } from './endpoint.ts';
import { inBackground } from './in-background.ts';
import { REQUEST_TIMEOUT_MS } from './limits.ts';
import type { AddressRecord, ConnectMessage } from './messages.ts';
import { ADDRESS_RECORDS } from './peer-budget.ts';
import type { PeerId } from './peer-id.ts';
import { TokenBucket } from './token-bucket.ts';
import type { Session, Transport } from './transport.port.ts';

/** How often a tracker is asked for peers. */
const REFRESH_INTERVAL_MS = 10_000;
/** First wait after a tracker could not be reached; it doubles each time … */
const FIRST_RETRY_MS = 1_000;
/** … up to this: a tracker that comes back is found within half a minute. */
const MAX_RETRY_MS = 30_000;
/** A second name of a tracker that another link holds is looked at again this often: names move. */
const TWIN_RETRY_MS = 60_000;

export interface TrackerLinkDependencies {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly log: Log;
  readonly greeting: (session: Session) => ConnectMessage;
  /** Our own record, once we know where we can be reached. */
  readonly ownRecord: () => AddressRecord | undefined;
  readonly seenAs: (voice: PeerId, endpoint: Endpoint) => void;
  readonly learn: (records: readonly AddressRecord[]) => void;
  /** Whom to meet there, when that is known; nobody else will do then. */
  readonly expected?: PeerId;
  /** Whether another link holds a session with this tracker: two would throw each other out for ever. */
  readonly isTwin: (tracker: PeerId) => boolean;
  readonly joined: (tracker: PeerId) => void;
  /** Called when this link is over; one with it does not dial again. */
  readonly ended?: () => void;
  /** The ticket that the tracker signed for this node; empty in an open network. */
  readonly admitted: (session: Session, ticket: Uint8Array) => void;
  /** This tracker should be asked for another. */
  readonly isTicketDue: (session: Session) => boolean;
}

/**
 * Holds a session with one tracker: joins, tells our address, asks for peers, and comes back when it was away.
 * One thing at a time: either it connects, or waits to connect again, or is joined and refreshes now and then.
 */
export class TrackerLink {
  /** The session from the moment it is dialled: what happens to it is this link's business. */
  private session: Session | undefined;
  private isJoined = false;
  private isJoining = false;
  private timer: Timer | undefined;
  private failures = 0;
  /** Code of the tracker's last refusal: told when it changes, not with every try. */
  private refusedWith: string | undefined;
  private stopped = false;
  private toldSequence = 0;
  /** What it may tell unasked: each record costs a signature check, and news go on to others. */
  readonly addressRecords: TokenBucket;

  constructor(
    readonly endpoint: Endpoint,
    private readonly dependencies: TrackerLinkDependencies,
  ) {
    this.addressRecords = new TokenBucket(ADDRESS_RECORDS, dependencies.clock);
  }

  get connected(): boolean {
    return this.isJoined && this.session !== undefined && !this.session.closed;
  }

  /** Whom it holds a session with, joined or about to. */
  get peerId(): PeerId | undefined {
    return this.session?.peerId;
  }

  start(): void {
    this.run('joining the tracker', () => this.connect());
  }

  stop(): void {
    this.stopped = true;
    this.timer?.cancel();
    if (this.session === undefined) this.dependencies.ended?.();
    else this.session.disconnect('leaving');
  }

  owns(session: Session): boolean {
    return this.session === session;
  }

  /** The session ended: try again after a while. */
  lost(reason: string): void {
    const { log } = this.dependencies;
    const fields = { tracker: formatEndpoint(this.endpoint), reason };
    if (this.isJoined && !this.stopped) log.warn('the tracker is gone', fields);
    this.session = undefined;
    this.isJoined = false;
    this.retryLater();
  }

  /** The tracker tells of peers unasked. */
  heard(records: readonly AddressRecord[]): void {
    this.dependencies.learn(records);
  }

  /** The tracker does not know us any more. */
  rejoin(): void {
    const { session } = this;
    if (session !== undefined) this.run('joining the tracker again', () => this.join(session));
  }

  private async connect(): Promise<void> {
    const { transport, log, expected } = this.dependencies;
    const dialled = await transport.dial(this.endpoint, expected);
    if (dialled.ok && this.stopped) dialled.value.disconnect('leaving');
    if (this.stopped) return;
    if (dialled.ok) {
      await this.begin(dialled.value);
      return;
    }
    const { code, detail } = dialled.refusal;
    const fields = { tracker: formatEndpoint(this.endpoint), code, detail };
    if (expected !== undefined) log.debug('a tracker that was told of cannot be reached', fields);
    else if (this.failures === 0) log.warn('the tracker cannot be reached', fields);
    this.retryLater();
  }

  private async begin(session: Session): Promise<void> {
    const { log, isTwin } = this.dependencies;
    if (isTwin(session.peerId)) {
      log.debug('the tracker is known by another name', { tracker: formatEndpoint(this.endpoint) });
      session.disconnect('tracker-linked-already');
      this.waitFor(TWIN_RETRY_MS);
      return;
    }
    this.session = session;
    // A session that ended before this node knew whose it was has told its end already.
    if (session.closed) this.lost('connection-lost');
    else await this.join(session);
  }

  /** Joins on this session, unless that is under way. A session that does not lead to it is closed, and so lost. */
  private async join(session: Session): Promise<void> {
    if (this.isJoining) return;
    this.isJoining = true;
    const { greeting, seenAs, log, admitted } = this.dependencies;
    const answer = await session.request('PCONNECT', greeting(session), REQUEST_TIMEOUT_MS).finally(() => {
      this.isJoining = false;
    });
    if (!this.owns(session)) return;
    if (!answer.ok || answer.value.command !== 'TCONNECTACK') {
      if (!answer.ok && answer.refusal.code === 'request-refused') this.notAdmitted(answer.refusal.reason);
      session.disconnect(answer.ok ? 'not-a-tracker' : answer.refusal.code);
      return;
    }
    this.isJoined = true;
    this.failures = 0;
    this.refusedWith = undefined;
    this.toldSequence = 0;
    seenAs(session.peerId, answer.value.seenAs);
    admitted(session, answer.value.ticket);
    this.dependencies.joined(session.peerId);
    log.info('joined the tracker', { tracker: formatEndpoint(this.endpoint) });
    await this.refresh(session);
  }

  private async refresh(session: Session): Promise<void> {
    if (!this.owns(session) || this.stopped) return;
    this.timer?.cancel();
    this.timer = this.dependencies.clock.setTimer(REFRESH_INTERVAL_MS, () => {
      this.run('asking the tracker', () => this.refresh(session));
    });
    if (this.dependencies.isTicketDue(session)) await this.renew(session);
    const record = this.dependencies.ownRecord();
    if (record !== undefined && record.sequence !== this.toldSequence) {
      session.send('ADDRESSES', { records: [record] });
      this.toldSequence = record.sequence;
    }
    const answer = await session.request('PLREQ', {}, REQUEST_TIMEOUT_MS);
    if (answer.ok) this.dependencies.learn(answer.value.records);
  }

  /** Joining again on the same session is answered with a new ticket. A failure is tried again with the next refresh. */
  private async renew(session: Session): Promise<void> {
    const answer = await session.request('PCONNECT', this.dependencies.greeting(session), REQUEST_TIMEOUT_MS);
    if (answer.ok && answer.value.command === 'TCONNECTACK') this.dependencies.admitted(session, answer.value.ticket);
  }

  private notAdmitted(code: string): void {
    const tracker = formatEndpoint(this.endpoint);
    if (code !== this.refusedWith)
      this.dependencies.log.warn('the tracker does not admit this node', { tracker, code });
    this.refusedWith = code;
  }

  private retryLater(): void {
    const waitMs = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** this.failures);
    this.failures++;
    this.waitFor(waitMs);
  }

  private waitFor(waitMs: number): void {
    const { ended, clock } = this.dependencies;
    this.timer?.cancel();
    if (ended === undefined && !this.stopped) this.timer = clock.setTimer(waitMs, () => this.start());
    this.stopped ||= ended !== undefined;
    ended?.();
  }

  /** A failure of our own is tried again like one of the line. */
  private run(what: string, work: () => Promise<void>): void {
    inBackground(this.dependencies.log, what, async () => {
      try {
        await work();
      } catch (error) {
        if (this.session === undefined) this.retryLater();
        else this.session.disconnect('internal-error');
        throw error;
      }
    });
  }
}
