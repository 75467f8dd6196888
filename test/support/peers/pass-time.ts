import type { ManualClock } from '../manual-clock.ts';

/** Turns of the event loop that everything which is ready gets before time goes on. */
const TURNS_PER_STEP = 12;
const STEP_MS = 250;
/** A quarter of an hour of the clock: whatever is waited for has a timeout far below it. */
const LIMIT_MS = 900_000;

/** Lets a manual clock run until the condition holds; gives how much time passed, in milliseconds. */
export async function passTime(
  clock: ManualClock,
  condition: () => boolean,
  limitMs: number = LIMIT_MS,
): Promise<number> {
  for (let passedMs = 0; ; passedMs += STEP_MS) {
    for (let turn = 0; turn < TURNS_PER_STEP; turn++) {
      if (condition()) return passedMs;
      await clock.breathe();
    }
    if (passedMs > limitMs) throw new Error(`still not so after ${limitMs} ms: ${condition}`);
    clock.advance(STEP_MS);
  }
}

/** Lets that much time pass, and everything in it happen. */
export async function passMs(clock: ManualClock, ms: number): Promise<void> {
  const end = clock.nowMs() + ms;
  await passTime(clock, () => clock.nowMs() >= end, ms + STEP_MS);
}
