import { accepted, type Result, refused } from '#domain/primitives/result';
import type { WebhookRefusal } from './webhook.errors.ts';

/** A secret that was replaced and signs beside the newest for a while. */
export interface OldSecret {
  readonly secret: string;
  readonly untilMs: number;
}

/** What signs the deliveries of a subscription. */
export interface WebhookSecrets {
  /** The newest: `whsec_` and Base64, as Standard Webhooks writes it. */
  readonly secret: string;
  /** Replaced ones that may still count, newest first. */
  readonly oldSecrets: readonly OldSecret[];
}

/** Time to bring the new secret to the receiver within a working day, whatever the time zone. */
export const DEFAULT_OVERLAP_SECONDS = 86_400;
/** A week: whoever needs longer has forgotten it. */
export const MAX_OVERLAP_SECONDS = 604_800;
/** An answer that was lost may be asked for twice more; each costs every delivery a signature of 50 bytes. */
export const MAX_OLD_SECRETS = 3;

/** What a delivery at this time is signed with, newest first. */
export function secretsAt({ secret, oldSecrets }: WebhookSecrets, nowMs: number): string[] {
  return [secret, ...oldSecrets.filter(({ untilMs }) => untilMs > nowMs).map((old) => old.secret)];
}

/**
 * Replaces the newest secret, which signs on for the overlap; without any overlap every older one ends at once. The
 * newest one again changes nothing, so that a call whose answer was lost can be repeated.
 */
export function rotateSecret(
  secrets: WebhookSecrets,
  next: string,
  overlapSeconds: number,
  nowMs: number,
): Result<WebhookSecrets, WebhookRefusal> {
  if (overlapSeconds === 0) return accepted({ secret: next, oldSecrets: [] });
  const { secret, oldSecrets } = secrets;
  if (next === secret) return accepted(secrets);
  const counting = oldSecrets.filter((old) => old.untilMs > nowMs && old.secret !== next);
  if (counting.length >= MAX_OLD_SECRETS) return refused({ code: 'webhook-secrets-full', maximum: MAX_OLD_SECRETS });
  return accepted({ secret: next, oldSecrets: [{ secret, untilMs: nowMs + overlapSeconds * 1_000 }, ...counting] });
}
