import { type Endpoint, formatEndpoint } from '../peer-network/endpoint.ts';
import type { PeerId } from '../peer-network/peer-id.ts';
import type { DialRefusal, Transport } from '../peer-network/transport.port.ts';
import type { Clock, Timer } from '../primitives/clock.port.ts';
import type { Log } from '../primitives/log.port.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';

/** A dead address holds one for a handshake's five seconds: eight let a hundred peers through within a minute still. */
export const MAX_DIAL_BACKS = 8;
/** A peer whose address was just tried is left alone this long, whatever it says meanwhile: nobody dials by proxy here. */
export const FIRST_REST_MS = 1_000;
/** The rest doubles with each failure up to this: an address that never answers costs a dial in five minutes. */
export const MAX_REST_MS = 300_000;

export interface DialBackDependencies {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly log: Log;
  /** Told of each dial: the host that answered as this peer, or why none did. */
  readonly outcome: (peerId: PeerId, endpoint: Endpoint, met: Result<string, DialRefusal>) => void;
}

interface Attempt {
  /** Where to dial; undefined when nothing is wanted any more, or all is known. */
  endpoint: Endpoint | undefined;
  failures: number;
  state: 'queued' | 'dialling' | 'resting';
  rest: Timer | undefined;
}

/** Dials peers at the addresses they gave, few at a time, each seldom, and again until it is met or forgotten. */
export class DialBacks {
  private readonly attempts = new Map<PeerId, Attempt>();
  private readonly queue = new Set<PeerId>();
  private dialling = 0;
  private stopped = false;

  constructor(private readonly dependencies: DialBackDependencies) {}

  /** Peers whose address is still to be tried, or tried again. */
  get waiting(): number {
    return [...this.attempts.values()].filter(({ endpoint }) => endpoint !== undefined).length;
  }

  /** Wants to know whether the peer is met there; of several endpoints of a peer the last counts. */
  want(peerId: PeerId, endpoint: Endpoint): void {
    if (this.stopped) return;
    const present = this.attempts.get(peerId);
    if (present === undefined) {
      this.attempts.set(peerId, { endpoint, failures: 0, state: 'queued', rest: undefined });
      this.enqueue(peerId);
      return;
    }
    const moved = present.endpoint === undefined || formatEndpoint(present.endpoint) !== formatEndpoint(endpoint);
    present.endpoint = endpoint;
    if (!moved) return;
    present.failures = 0;
    if (present.state === 'resting') this.restFor(peerId, present, FIRST_REST_MS);
  }

  /** Nothing more is wanted of this peer. The rest after a dial is kept, so that coming back quickly gains nothing. */
  forget(peerId: PeerId): void {
    const attempt = this.attempts.get(peerId);
    if (attempt === undefined) return;
    attempt.endpoint = undefined;
    attempt.failures = 0;
    if (attempt.state === 'resting') this.restFor(peerId, attempt, FIRST_REST_MS);
    if (attempt.state !== 'queued') return;
    this.queue.delete(peerId);
    this.attempts.delete(peerId);
  }

  stop(): void {
    this.stopped = true;
    for (const { rest } of this.attempts.values()) rest?.cancel();
    this.attempts.clear();
    this.queue.clear();
  }

  private enqueue(peerId: PeerId): void {
    this.queue.add(peerId);
    this.work();
  }

  private work(): void {
    for (const peerId of this.queue) {
      if (this.dialling >= MAX_DIAL_BACKS || this.stopped) return;
      this.queue.delete(peerId);
      const attempt = this.attempts.get(peerId);
      if (attempt?.endpoint !== undefined) void this.dial(peerId, attempt, attempt.endpoint);
    }
  }

  private async dial(peerId: PeerId, attempt: Attempt, endpoint: Endpoint): Promise<void> {
    attempt.state = 'dialling';
    this.dialling++;
    const met = await this.meet(peerId, endpoint);
    this.dialling--;
    if (this.stopped) return;
    if (attempt.endpoint === endpoint) {
      attempt.failures = met.ok ? 0 : attempt.failures + 1;
      if (met.ok) attempt.endpoint = undefined;
      this.dependencies.outcome(peerId, endpoint, met);
    }
    this.restFor(peerId, attempt, Math.min(MAX_REST_MS, FIRST_REST_MS * 2 ** Math.max(0, attempt.failures - 1)));
    this.work();
  }

  /** The host where the peer answered as itself. */
  private async meet(peerId: PeerId, endpoint: Endpoint): Promise<Result<string, DialRefusal>> {
    const { transport, log } = this.dependencies;
    try {
      const dialled = await transport.dial(endpoint, peerId);
      if (!dialled.ok) return dialled;
      const { remote } = dialled.value;
      dialled.value.disconnect('dial-back-done');
      return accepted(remote.host);
    } catch (error) {
      log.error('a dial back broke', { peer: peerId, endpoint: formatEndpoint(endpoint), error: String(error) });
      return refused({ code: 'dial-failed', detail: String(error) });
    }
  }

  private restFor(peerId: PeerId, attempt: Attempt, restMs: number): void {
    attempt.rest?.cancel();
    attempt.state = 'resting';
    attempt.rest = this.dependencies.clock.setTimer(restMs, () => {
      attempt.rest = undefined;
      if (attempt.endpoint === undefined) {
        this.attempts.delete(peerId);
        return;
      }
      attempt.state = 'queued';
      this.enqueue(peerId);
    });
  }
}
