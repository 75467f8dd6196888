import type { Clock, Timer } from '../primitives/clock.port.ts';
import type { Log } from '../primitives/log.port.ts';
import { inBackground } from './in-background.ts';
import { HEALTH_CHECK_INTERVAL_MS, MAX_SILENT_HEALTH_CHECKS, REQUEST_TIMEOUT_MS } from './limits.ts';
import type { ChainStatus } from './messages.ts';
import type { Peer } from './peer.ts';
import type { Roster } from './roster.ts';

/** A peer that sent so much meanwhile is busy with what we asked of it: the answer waits behind that. */
const BUSY_BYTES = 16_384;

export interface HealthCheckDependencies {
  readonly roster: Roster;
  readonly clock: Clock;
  readonly log: Log;
  readonly ownStatus: () => ChainStatus;
  /** A peer told where its chain ends. */
  readonly learned: (peer: Peer, status: ChainStatus) => void;
}

/** Asks every peer every 15 s whether it lives and where its chain ends; one silent twice is let go. */
export class HealthChecks {
  private timer: Timer | undefined;
  private readonly underway = new Set<Peer>();

  constructor(private readonly dependencies: HealthCheckDependencies) {}

  start(): void {
    this.timer = this.dependencies.clock.setTimer(HEALTH_CHECK_INTERVAL_MS, () => {
      this.start();
      for (const peer of this.dependencies.roster.all()) this.check(peer);
    });
  }

  stop(): void {
    this.timer?.cancel();
  }

  /** One check, whose answer updates latency and status; nothing while one is under way. */
  check(peer: Peer): void {
    if (this.underway.has(peer)) return;
    this.underway.add(peer);
    inBackground(this.dependencies.log, 'a health check', () =>
      this.ask(peer).finally(() => this.underway.delete(peer)),
    );
  }

  private async ask(peer: Peer): Promise<void> {
    const { clock, ownStatus, learned } = this.dependencies;
    const { session } = peer;
    const [sentMs, bytesBefore] = [clock.nowMs(), session.bytesIn];
    const answer = await session.request('HCK', ownStatus(), REQUEST_TIMEOUT_MS);
    if (answer.ok) {
      peer.latencyMs = Math.max(0, clock.nowMs() - sentMs);
      peer.silentHealthChecks = 0;
      const { height, tipHash, totalWork } = answer.value;
      learned(peer, { height, tipHash, totalWork });
      return;
    }
    const isSilent = answer.refusal.code === 'request-timeout' && session.bytesIn - bytesBefore < BUSY_BYTES;
    if (!isSilent) return;
    peer.silentHealthChecks++;
    if (peer.silentHealthChecks >= MAX_SILENT_HEALTH_CHECKS) session.disconnect('health-check-silent');
  }
}
