import type { ManualClock } from './manual-clock.ts';

/** Small enough for a message to go and be answered within a few steps. */
const STEP_MS = 25;

/** Lets that much time pass in steps, with everything that follows from each done before the next. */
export async function passTime(clock: ManualClock, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= STEP_MS) {
    clock.advance(Math.min(STEP_MS, left));
    await clock.breathe();
  }
}

/** Lets time pass until the promise has settled; gives what it gives. */
export async function inTime<Value>(clock: ManualClock, promise: Promise<Value>): Promise<Value> {
  let isSettled = false;
  const settled = promise.finally(() => {
    isSettled = true;
  });
  settled.catch(() => undefined);
  for (let steps = 0; !isSettled; steps++) {
    if (steps > 10_000) throw new Error('it never settles');
    clock.advance(1);
    await clock.breathe();
  }
  return settled;
}
