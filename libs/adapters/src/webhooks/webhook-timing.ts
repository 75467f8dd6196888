import { type Random, randomInteger } from '#domain/primitives/random.port';

/** How long things may take; tests are in more of a hurry. */
export interface WebhookTiming {
  readonly requestTimeoutMs: number;
  /** Before the second attempt; each later wait is three times as long, up to the longest. */
  readonly firstRetryMs: number;
  readonly longestRetryMs: number;
  /** After so many an event becomes a dead letter. */
  readonly attempts: number;
}

/** Ten attempts within some half an hour: a deployment, a reboot or a bad quarter of an hour loses nothing. */
export const WEBHOOK_TIMING: WebhookTiming = {
  /** Receivers should take an event and think later. */
  requestTimeoutMs: 10_000,
  firstRetryMs: 1_000,
  longestRetryMs: 600_000,
  attempts: 10,
};

/**
 * How long to wait after so many failed attempts: half of it by chance, so that receivers are not hit all at once. As
 * long as the receiver asks for (`askedMs`) where that is more, but no longer than the longest wait.
 */
export function retryDelayMs(timing: WebhookTiming, failedAttempts: number, random: Random, askedMs = 0): number {
  const wholeMs = Math.min(timing.longestRetryMs, timing.firstRetryMs * 3 ** (failedAttempts - 1));
  const halfMs = Math.ceil(wholeMs / 2);
  const ownMs = halfMs + randomInteger(random, halfMs + 1);
  return Math.max(ownMs, Math.min(askedMs, timing.longestRetryMs));
}
