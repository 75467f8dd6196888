import type { Timer } from '#domain/primitives/clock.port';
import { EventQueue } from './event-queue.ts';

/** How a stretch of virtual time ended. */
export type RunEnd = 'time-is-up' | 'stopped' | 'too-many-events' | 'too-long-in-real-time';

export interface RunLimits {
  /** Virtual milliseconds since 1970 at which it ends. */
  readonly untilMs: number;
  /** Events altogether, since this time began. */
  readonly maxEvents: number;
  /** Real milliseconds, by `performance.now()`, at which it gives up. */
  readonly deadlineMs: number;
}

/** So many events between two looks at the real clock. */
const EVENTS_PER_LOOK = 1_024;

/**
 * Time that passes from event to event. After each event everything that promises lead to is done before the next
 * one: no real timer, socket or thread takes part, so nothing depends on how fast the machine is.
 */
export class VirtualTime {
  private readonly queue = new EventQueue();
  private currentMs: number;
  private happened = 0;
  private stopped = false;

  constructor(startMs: number) {
    this.currentMs = startMs;
  }

  get nowMs(): number {
    return this.currentMs;
  }

  /** Events that have happened. */
  get events(): number {
    return this.happened;
  }

  /** Events that are waiting, cancelled ones that were not passed over yet included. */
  get waiting(): number {
    return this.queue.size;
  }

  /** Runs the callback once, after whole milliseconds. */
  after(delayMs: number, callback: () => void): Timer {
    const event = this.queue.push(this.currentMs + Math.max(0, Math.ceil(delayMs)), callback);
    return {
      cancel: () => {
        event.run = undefined;
      },
    };
  }

  /** Ends {@link run} after the event at hand. */
  stop(): void {
    this.stopped = true;
  }

  /** Lets time pass. */
  async run(limits: RunLimits): Promise<RunEnd> {
    this.stopped = false;
    await everythingPromised();
    while (!this.stopped) {
      const next = this.queue.peek();
      if (next === undefined || next.atMs > limits.untilMs) {
        this.currentMs = Math.max(this.currentMs, limits.untilMs);
        return 'time-is-up';
      }
      if (this.happened >= limits.maxEvents) return 'too-many-events';
      if (this.happened % EVENTS_PER_LOOK === 0 && performance.now() > limits.deadlineMs)
        return 'too-long-in-real-time';
      this.queue.pop();
      this.happened++;
      this.currentMs = next.atMs;
      const { run } = next;
      next.run = undefined;
      run?.();
      await everythingPromised();
    }
    return 'stopped';
  }
}

/** All promise callbacks, and those they lead to, run before the event loop's next turn. */
function everythingPromised(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
