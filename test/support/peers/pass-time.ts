import type { ManualClock } from '../manual-clock.ts';

/** Turns of the event loop in a row in which nobody does anything, before time goes on. */
const QUIET_TURNS_PER_STEP = 12;
/** Work that is not done after so many turns never will be: ten times what the longest chain of a test takes. */
const MAX_TURNS_PER_STEP = 50_000;
const STEP_MS = 250;
/** A quarter of an hour of the clock: whatever is waited for has a timeout far below it. */
const LIMIT_MS = 900_000;

/**
 * Lets a manual clock run until the condition holds; gives how much time passed, in milliseconds. It stands while
 * anybody works: how many turns the program takes for its work, or the machine, makes no test late.
 */
export async function passTime(
  clock: ManualClock,
  condition: () => boolean,
  limitMs: number = LIMIT_MS,
): Promise<number> {
  for (let passedMs = 0; ; passedMs += STEP_MS) {
    if (await holdsWhenQuiet(clock, condition)) return passedMs;
    if (passedMs > limitMs) throw new Error(`still not so after ${limitMs} ms: ${condition}`);
    clock.advance(STEP_MS);
  }
}

/** Whether the condition comes to hold before everybody has done what there is to do now. */
async function holdsWhenQuiet(clock: ManualClock, condition: () => boolean): Promise<boolean> {
  for (let quiet = 0, turns = 0; quiet < QUIET_TURNS_PER_STEP; turns++) {
    if (condition()) return true;
    if (turns > MAX_TURNS_PER_STEP) throw new Error(`somebody works without end: ${condition}`);
    await new Promise((resolve) => setImmediate(resolve));
    quiet = clock.isBusy ? 0 : quiet + 1;
  }
  return false;
}

/** Lets that much time pass, and everything in it happen. */
export async function passMs(clock: ManualClock, ms: number): Promise<void> {
  const end = clock.nowMs() + ms;
  await passTime(clock, () => clock.nowMs() >= end, ms + STEP_MS);
}
