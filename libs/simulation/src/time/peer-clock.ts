import type { Clock, Timer } from '#domain/primitives/clock.port';
import type { VirtualTime } from './virtual-time.ts';

const NO_TIMER: Timer = { cancel: () => undefined };

/** The clock of one process of a peer: it may go wrong, and it ends with the process. */
export class PeerClock implements Clock {
  private dead = false;

  constructor(
    private readonly time: VirtualTime,
    /** How far this machine's clock is off, milliseconds. */
    private readonly skewMs: () => number,
  ) {}

  nowMs(): number {
    return this.time.nowMs + this.skewMs();
  }

  setTimer(delayMs: number, callback: () => void): Timer {
    if (this.dead) return NO_TIMER;
    return this.time.after(delayMs, () => {
      if (!this.dead) callback();
    });
  }

  breathe(): Promise<void> {
    return new Promise((resolve) => {
      this.setTimer(0, resolve);
    });
  }

  /** The process is killed: none of its timers runs any more. */
  kill(): void {
    this.dead = true;
  }
}
