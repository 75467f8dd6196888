import type { Clock } from '../primitives/clock.port.ts';

export interface Rate {
  /** What may be spent at once. */
  readonly burst: number;
  /** What comes back each second. */
  readonly perSecond: number;
}

/** Something that may be spent, in bursts, no faster than it comes back. */
export class TokenBucket {
  private left: number;
  private sinceMs: number;

  constructor(
    private readonly rate: Rate,
    private readonly clock: Clock,
  ) {
    this.left = rate.burst;
    this.sinceMs = clock.nowMs();
  }

  /** What may be spent now; below 0 while a debt is paid back. */
  get available(): number {
    const nowMs = this.clock.nowMs();
    // The machine's clock may be set back: nothing comes back then, and nothing is lost.
    const seconds = Math.max(0, nowMs - this.sinceMs) / 1000;
    this.left = Math.min(this.rate.burst, this.left + seconds * this.rate.perSecond);
    this.sinceMs = nowMs;
    return this.left;
  }

  /** Spends it if so much is there. */
  take(amount: number): boolean {
    if (this.available < amount) return false;
    this.left -= amount;
    return true;
  }

  /** Spends what has been used already, if need be on credit. */
  charge(amount: number): void {
    this.left = this.available - amount;
  }

  /** Gives back what turned out to be well spent. */
  refund(amount: number): void {
    this.left = Math.min(this.rate.burst, this.available + amount);
  }
}
