/** The clock of the machine, as far as programs see it, which a test sets forth and back. Timers go on as time passes. */
export class MachineClock {
  private readonly rightNow = Date.now;
  private offsetMs = 0;

  constructor() {
    Date.now = () => this.rightNow() + this.offsetMs;
  }

  /** Sets it so far forth, or back, from where it is. */
  jump(ms: number): void {
    this.offsetMs += ms;
  }

  /** Sets it to this time. */
  jumpTo(time: string): void {
    this.offsetMs = Date.parse(time) - this.rightNow();
  }

  /** Sets it right. */
  correct(): void {
    this.offsetMs = 0;
  }

  /** Right again, and left alone. */
  release(): void {
    Date.now = this.rightNow;
  }
}
