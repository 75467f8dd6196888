import { setTimeout as sleep } from 'node:timers/promises';

/** Gentle enough for an API that counts calls, quick enough not to make a suite slow. */
const POLL_MS = 400;
/** Containers start in seconds; on a machine that does a lot besides, in some more of them. */
const DEADLINE_MS = 90_000;
/** Of the last answer: enough to see what was wrong with it. */
const MAX_SHOWN_CHARACTERS = 1_000;

/**
 * Asks until the answer satisfies, and gives it. Fails after the deadline with what was asked for and the last answer
 * or error.
 */
export async function eventually<Answer>(
  what: string,
  ask: () => Promise<Answer>,
  satisfies: (answer: Answer) => boolean = () => true,
  deadlineMs: number = DEADLINE_MS,
): Promise<Answer> {
  const end = performance.now() + deadlineMs;
  let last = 'nothing yet';
  for (;;) {
    try {
      const answer = await ask();
      if (satisfies(answer)) return answer;
      last = JSON.stringify(answer) ?? 'undefined';
    } catch (error) {
      last = String(error);
    }
    if (performance.now() > end)
      throw new Error(`${what}: not so after ${deadlineMs} ms; at last: ${last.slice(0, MAX_SHOWN_CHARACTERS)}`);
    await sleep(POLL_MS);
  }
}
