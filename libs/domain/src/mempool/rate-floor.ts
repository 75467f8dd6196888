/** The fee rate below which nothing is taken now: the minimum, raised by evictions, halved again and again by time. */
export class RateFloor {
  private raised = 0;
  private raisedAtMs = 0;

  constructor(
    private readonly minimum: number,
    private readonly halfLifeMs: number,
  ) {}

  /** Crumbs per byte at that time. */
  at(nowMs: number): number {
    // A clock that was set back must not raise the floor.
    const ageMs = Math.max(0, nowMs - this.raisedAtMs);
    return Math.max(this.minimum, this.raised * 2 ** (-ageMs / this.halfLifeMs));
  }

  /** A transaction of this rate had to go: the next one of its kind pays at least a minimum more. */
  raiseAbove(rate: number, nowMs: number): void {
    const raised = Math.max(this.at(nowMs), rate + this.minimum);
    this.raised = raised;
    this.raisedAtMs = nowMs;
  }
}
