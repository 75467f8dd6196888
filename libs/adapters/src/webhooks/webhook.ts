import type { WebhookSecrets } from './secret-rotation.ts';

/** A subscription: whom to tell which events, what signs them, and how far that has come. */
export interface Webhook extends WebhookSecrets {
  /** `wh_` and 16 hex digits. */
  readonly id: string;
  /** Where to deliver: http or https. */
  readonly url: string;
  /** Which events; empty for all. */
  readonly events: readonly string[];
  readonly createdAtMs: number;
  /** Number of the last event that is dealt with: delivered, not asked for, or a dead letter. */
  readonly position: number;
  /** Why nothing is delivered until somebody asks for it again; undefined while it is. */
  readonly paused: 'webhook-dead-letters-full' | undefined;
}

/** An event that could not be delivered, kept so that it can be tried again. */
export interface DeadLetter {
  readonly number: number;
  /** The same in every attempt: the header `webhook-id`. */
  readonly messageId: string;
  /** The event's name. */
  readonly type: string;
  /** The bytes that were sent. */
  readonly body: string;
  readonly attempts: number;
  readonly failedAtMs: number;
  /** Why the last attempt failed. */
  readonly code: string;
  /** What the receiver answered, when it did. */
  readonly status: number | undefined;
}

/** Each costs a loop, a connection and a share of the journal's reads: more than a few services never need. */
export const MAX_WEBHOOKS = 16;

/** Some megabytes at worst. With so many undelivered, somebody has to look: delivery pauses instead of losing any. */
export const MAX_DEAD_LETTERS = 1_000;
