import type { Clock, Timer } from '../primitives/clock.port.ts';

/**
 * Renews work when asked, though not more often than once in an interval: what is asked sooner is done when the
 * interval is over, so that nothing is forgotten.
 */
export class WorkRenewal {
  private lastMs: number | undefined;
  private timer: Timer | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly intervalMs: number,
    private readonly renew: () => void,
  ) {}

  request(): void {
    if (this.timer !== undefined) return;
    // The machine's clock may be set back: nobody waits longer than the interval.
    const passedMs = Math.max(0, this.clock.nowMs() - (this.lastMs ?? Number.NEGATIVE_INFINITY));
    const waitMs = this.intervalMs - passedMs;
    if (waitMs <= 0) this.run();
    else this.timer = this.clock.setTimer(waitMs, () => this.run());
  }

  /** Forgets what was asked and not done yet. */
  cancel(): void {
    this.timer?.cancel();
    this.timer = undefined;
  }

  private run(): void {
    this.timer = undefined;
    this.lastMs = this.clock.nowMs();
    this.renew();
  }
}
