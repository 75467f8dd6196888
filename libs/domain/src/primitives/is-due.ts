/**
 * Whether a time that was waited for has come. One that is further off than any wait is (`maxWaitMs`) says that the
 * clock was set back meanwhile: nobody waits for hours then.
 */
export function isDue(atMs: number, nowMs: number, maxWaitMs: number): boolean {
  return atMs <= nowMs || atMs > nowMs + maxWaitMs;
}
