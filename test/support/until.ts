const POLL_MS = 5;
const DEADLINE_MS = 10_000;

/** Waits until the condition holds; fails after the deadline. */
export async function until(condition: () => boolean, deadlineMs: number = DEADLINE_MS): Promise<void> {
  const end = performance.now() + deadlineMs;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`still not so after ${deadlineMs} ms: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
