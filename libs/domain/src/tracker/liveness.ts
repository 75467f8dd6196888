import { MAX_SILENT_HEALTH_CHECKS, REQUEST_TIMEOUT_MS } from '../peer-network/limits.ts';
import type { ChainStatus } from '../peer-network/messages.ts';
import type { Session } from '../peer-network/transport.port.ts';
import { type Clock, nowSeconds, type Timer } from '../primitives/clock.port.ts';
import { REMEMBERED_LIFE_MS } from './listing-service.ts';
import type { RegisteredPeer } from './registered-peer.ts';
import type { Registry } from './registry.ts';

/** Some milliseconds of work: ten thousand peers are asked without holding anybody up. */
const CHECKS_BETWEEN_BREATHS = 100;

export interface LivenessDependencies {
  readonly registry: Registry;
  readonly clock: Clock;
  /** Milliseconds between two checks of a peer. */
  readonly intervalMs: number;
  readonly ownStatus: ChainStatus;
  /** Asks a remembered peer, which has no session, in another way. */
  readonly lookFor: (peer: RegisteredPeer) => void;
  /** A peer is to be forgotten, for this reason. */
  readonly gone: (peer: RegisteredPeer, reason: string) => void;
}

/** Asks every peer again and again whether it lives; out after two silent answers. */
export class Liveness {
  private timer: Timer | undefined;
  private stopped = false;
  private readonly startedMs: number;

  constructor(private readonly dependencies: LivenessDependencies) {
    this.startedMs = dependencies.clock.nowMs();
  }

  /** Begins to check; who is remembered is looked for at once. */
  start(): void {
    for (const peer of this.dependencies.registry.all()) if (peer.session === undefined) this.checkRemembered(peer);
    this.checkLater();
  }

  stop(): void {
    this.stopped = true;
    this.timer?.cancel();
  }

  private checkLater(): void {
    const { clock, intervalMs } = this.dependencies;
    this.timer = clock.setTimer(intervalMs, () => {
      void this.checkAll();
      this.checkLater();
    });
  }

  private async checkAll(): Promise<void> {
    const { clock, registry } = this.dependencies;
    for (const [index, peer] of registry.all().entries()) {
      if (index > 0 && index % CHECKS_BETWEEN_BREATHS === 0) await clock.breathe();
      if (this.stopped) return;
      if (registry.get(peer.peerId) === peer) this.check(peer);
    }
  }

  private check(peer: RegisteredPeer): void {
    const { registry, clock } = this.dependencies;
    if (peer.listing !== undefined && peer.listing.record.expiresAt <= nowSeconds(clock)) {
      registry.delist(peer, 'address-record-expired');
    }
    if (peer.session === undefined) this.checkRemembered(peer);
    else void this.ask(peer, peer.session);
  }

  private checkRemembered(peer: RegisteredPeer): void {
    const { clock, lookFor, gone } = this.dependencies;
    if (clock.nowMs() - this.startedMs < REMEMBERED_LIFE_MS) lookFor(peer);
    else gone(peer, 'not-joined-again');
  }

  private async ask(peer: RegisteredPeer, session: Session): Promise<void> {
    const { registry, clock, intervalMs, ownStatus, gone } = this.dependencies;
    const sentMs = clock.nowMs();
    const answer = await session.request('HCK', ownStatus, Math.min(intervalMs, REQUEST_TIMEOUT_MS));
    if (registry.of(session) !== peer) return;
    if (answer.ok) {
      // The machine's clock may have been set back meanwhile.
      peer.latencyMs = Math.max(0, clock.nowMs() - sentMs);
      peer.lastSeenMs = clock.nowMs();
      peer.height = answer.value.height;
      peer.silentHealthChecks = 0;
      registry.events.publish({ kind: 'health-checked', peerId: peer.peerId, latencyMs: peer.latencyMs });
      return;
    }
    peer.silentHealthChecks++;
    if (peer.silentHealthChecks >= MAX_SILENT_HEALTH_CHECKS) gone(peer, 'health-check-silent');
  }
}
