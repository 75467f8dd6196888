/** A timer that has been set. */
export interface Timer {
  /** Stops it; harmless when it has run or was cancelled before. */
  cancel(): void;
}

/** Time, from outside: the machine's clock in a peer, a virtual one in tests and simulation. */
export interface Clock {
  /** Milliseconds since 1970-01-01 UTC, whole. May be wrong by whatever the machine's clock is wrong. */
  nowMs(): number;
  /** Runs the callback once, not before `delayMs` from now. */
  setTimer(delayMs: number, callback: () => void): Timer;
  /** Lets everything else that waits for the event loop run first: long work breathes between its parts. */
  breathe(): Promise<void>;
}

/** Whole seconds since 1970, as headers carry them. */
export function nowSeconds(clock: Clock): number {
  return Math.floor(clock.nowMs() / 1000);
}

/** Resolves after `delayMs`. */
export function delay(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    clock.setTimer(delayMs, resolve);
  });
}
