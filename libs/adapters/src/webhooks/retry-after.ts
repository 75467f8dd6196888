/** Seconds with so many digits are more than a century. */
const SECONDS = /^\d{1,10}$/;

/**
 * How long a receiver asks to be left alone, from its `Retry-After` (RFC 9110, 10.2.3: seconds, or a date), in
 * milliseconds from `nowMs`; undefined when it says nothing that can be read, or a time that is over.
 */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  const waitMs = SECONDS.test(header) ? Number(header) * 1_000 : Date.parse(header) - nowMs;
  return waitMs > 0 ? waitMs : undefined;
}
