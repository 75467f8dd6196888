import type { Clock, Timer } from '#domain/primitives/clock.port';

interface Alarm {
  atMs: number;
  readonly callback: () => void;
}

/** A clock that stands still until a test moves it; timers run, in the order of their times, while it moves. */
export class ManualClock implements Clock {
  private readonly alarms = new Set<Alarm>();
  private breathing = 0;

  constructor(private currentMs: number) {}

  /** How many timers are set. */
  get timers(): number {
    return this.alarms.size;
  }

  /** Somebody is in the middle of work that takes no time on this clock, however long it takes the machine. */
  get isBusy(): boolean {
    return this.breathing > 0;
  }

  nowMs(): number {
    return this.currentMs;
  }

  setTimer(delayMs: number, callback: () => void): Timer {
    const alarm = { atMs: this.currentMs + delayMs, callback };
    this.alarms.add(alarm);
    return { cancel: () => this.alarms.delete(alarm) };
  }

  breathe(): Promise<void> {
    this.breathing++;
    return new Promise((resolve) => {
      setImmediate(() => {
        this.breathing--;
        resolve();
      });
    });
  }

  /** Somebody sets the clock by that much, back when it is negative; timers run when they would have. */
  set(byMs: number): void {
    this.currentMs += byMs;
    for (const alarm of this.alarms) alarm.atMs += byMs;
  }

  /** Lets that much time pass at once. */
  advance(ms: number): void {
    const end = this.currentMs + ms;
    for (let next = this.dueBefore(end); next !== undefined; next = this.dueBefore(end)) {
      this.currentMs = Math.max(this.currentMs, next.atMs);
      this.alarms.delete(next);
      next.callback();
    }
    this.currentMs = end;
  }

  private dueBefore(end: number): Alarm | undefined {
    const due = [...this.alarms].filter(({ atMs }) => atMs <= end);
    return due.sort((left, right) => left.atMs - right.atMs)[0];
  }
}
