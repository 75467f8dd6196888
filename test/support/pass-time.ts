import type { ManualClock } from './manual-clock.ts';

/** Small enough for a message to go and be answered within a few steps. */
const STEP_MS = 25;
/** Work that is not done after so many turns of the event loop never will be. */
const MAX_TURNS_PER_STEP = 50_000;

/** Lets that much time pass in steps, with everything that follows from each done before the next. */
export async function passTime(clock: ManualClock, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= STEP_MS) {
    clock.advance(Math.min(STEP_MS, left));
    await workIsDone(clock);
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
    await workIsDone(clock);
  }
  return settled;
}

/** A turn of the event loop, and more while somebody is in the middle of work. */
async function workIsDone(clock: ManualClock): Promise<void> {
  for (let turns = 0; turns === 0 || clock.isBusy; turns++) {
    if (turns > MAX_TURNS_PER_STEP) throw new Error('somebody works without end');
    await new Promise((resolve) => setImmediate(resolve));
  }
}
