import type { Clock, Timer } from '../primitives/clock.port.ts';
import type { Log } from '../primitives/log.port.ts';
import { type Endpoint, formatEndpoint } from './endpoint.ts';
import { REQUEST_TIMEOUT_MS } from './limits.ts';
import type { AddressRecord, ConnectMessage } from './messages.ts';
import type { Session, Transport } from './transport.port.ts';

/** How often a tracker is asked for peers. */
const REFRESH_INTERVAL_MS = 10_000;
/** First wait after a tracker could not be reached; it doubles each time … */
const FIRST_RETRY_MS = 1_000;
/** … up to this: a tracker that comes back is found within half a minute. */
const MAX_RETRY_MS = 30_000;

export interface TrackerLinkDependencies {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly log: Log;
  readonly greeting: (session: Session) => ConnectMessage;
  /** Our own record, once we know where we can be reached. */
  readonly ownRecord: () => AddressRecord | undefined;
  readonly seenAs: (endpoint: Endpoint) => void;
  readonly learn: (records: readonly AddressRecord[]) => void;
}

/** Holds a session with one tracker: joins, tells our address, asks for peers, and comes back when it was away. */
export class TrackerLink {
  private session: Session | undefined;
  private timer: Timer | undefined;
  private failures = 0;
  private stopped = false;
  private toldSequence = 0;

  constructor(
    readonly endpoint: Endpoint,
    private readonly dependencies: TrackerLinkDependencies,
  ) {}

  get connected(): boolean {
    return this.session !== undefined && !this.session.closed;
  }

  start(): void {
    void this.connect();
  }

  stop(): void {
    this.stopped = true;
    this.timer?.cancel();
    this.session?.disconnect('leaving');
  }

  owns(session: Session): boolean {
    return this.session === session;
  }

  /** The session ended: try again after a while. */
  lost(reason: string): void {
    this.dependencies.log.warn('the tracker is gone', { tracker: formatEndpoint(this.endpoint), reason });
    this.session = undefined;
    this.retryLater();
  }

  /** The tracker does not know us any more. */
  async rejoin(): Promise<void> {
    if (this.session !== undefined) await this.join(this.session);
  }

  private async connect(): Promise<void> {
    const { transport, log } = this.dependencies;
    try {
      const dialled = await transport.dial(this.endpoint, undefined);
      if (dialled.ok && this.stopped) dialled.value.disconnect('leaving');
      if (this.stopped) return;
      if (dialled.ok && (await this.join(dialled.value))) return;
      if (!dialled.ok && this.failures === 0) {
        const { code, detail } = dialled.refusal;
        log.warn('the tracker cannot be reached', { tracker: formatEndpoint(this.endpoint), code, detail });
      }
    } catch (error) {
      log.error('joining the tracker failed', { error: String(error) });
    }
    this.retryLater();
  }

  private async join(session: Session): Promise<boolean> {
    const { greeting, seenAs, log } = this.dependencies;
    const answer = await session.request('PCONNECT', greeting(session), REQUEST_TIMEOUT_MS);
    if (!answer.ok || answer.value.command !== 'TCONNECTACK' || answer.value.peerId === session.peerId) {
      session.disconnect(answer.ok ? 'not-a-tracker' : answer.refusal.code);
      return false;
    }
    this.session = session;
    this.failures = 0;
    this.toldSequence = 0;
    seenAs(answer.value.seenAs);
    log.info('joined the tracker', { tracker: formatEndpoint(this.endpoint) });
    await this.refresh();
    return true;
  }

  private async refresh(): Promise<void> {
    const { session } = this;
    if (session === undefined || session.closed || this.stopped) return;
    const record = this.dependencies.ownRecord();
    if (record !== undefined && record.sequence > this.toldSequence) {
      session.send('ADDRESSES', { records: [record] });
      this.toldSequence = record.sequence;
    }
    const answer = await session.request('PLREQ', {}, REQUEST_TIMEOUT_MS);
    if (answer.ok) this.dependencies.learn(answer.value.records);
    if (this.session !== session || this.stopped) return;
    this.timer?.cancel();
    this.timer = this.dependencies.clock.setTimer(REFRESH_INTERVAL_MS, () => void this.refresh());
  }

  private retryLater(): void {
    if (this.stopped) return;
    this.timer?.cancel();
    const waitMs = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** this.failures);
    this.failures++;
    this.timer = this.dependencies.clock.setTimer(waitMs, () => void this.connect());
  }
}
