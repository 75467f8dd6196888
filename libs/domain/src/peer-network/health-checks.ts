import type { Clock, Timer } from '../primitives/clock.port.ts';
import { HEALTH_CHECK_INTERVAL_MS, MAX_SILENT_HEALTH_CHECKS, REQUEST_TIMEOUT_MS } from './limits.ts';
import type { ChainStatus } from './messages.ts';
import type { Peer } from './peer.ts';
import type { Roster } from './roster.ts';

export interface HealthCheckDependencies {
  readonly roster: Roster;
  readonly clock: Clock;
  readonly ownStatus: () => ChainStatus;
  /** A peer told where its chain ends. */
  readonly learned: (peer: Peer, status: ChainStatus) => void;
}

/** Asks every peer every 15 s whether it lives and where its chain ends; one silent twice is let go. */
export class HealthChecks {
  private timer: Timer | undefined;

  constructor(private readonly dependencies: HealthCheckDependencies) {}

  start(): void {
    this.timer = this.dependencies.clock.setTimer(HEALTH_CHECK_INTERVAL_MS, () => {
      for (const peer of this.dependencies.roster.all()) void this.check(peer);
      this.start();
    });
  }

  stop(): void {
    this.timer?.cancel();
  }

  /** One check, whose answer updates latency and status. */
  async check(peer: Peer): Promise<void> {
    const { clock, ownStatus, learned } = this.dependencies;
    const sentMs = clock.nowMs();
    const answer = await peer.session.request('HCK', ownStatus(), REQUEST_TIMEOUT_MS);
    if (answer.ok) {
      peer.latencyMs = clock.nowMs() - sentMs;
      peer.silentHealthChecks = 0;
      const { height, tipHash, totalWork } = answer.value;
      learned(peer, { height, tipHash, totalWork });
      return;
    }
    peer.silentHealthChecks++;
    if (peer.silentHealthChecks >= MAX_SILENT_HEALTH_CHECKS) peer.session.disconnect('health-check-silent');
  }
}
