import type { WebhookSecrets } from './secret-rotation.ts';
import type { DeadLetter, Webhook } from './webhook.ts';

/** Where subscriptions outlive a restart. Every adapter passes one suite. */
export interface WebhookStore {
  /** All of them, oldest first. */
  list(): Promise<Webhook[]>;
  /** On disk when it resolves. */
  add(webhook: Webhook): Promise<void>;
  /** With its dead letters; harmless when there is none. */
  remove(id: string): Promise<void>;
  /** A crash may lose the latest positions, never their order: then events are delivered again. */
  moveTo(id: string, position: number): Promise<void>;
  /** What deliveries are signed with from now on; on disk when it resolves. */
  replaceSecrets(id: string, secrets: WebhookSecrets): Promise<void>;
  pause(id: string, paused: Webhook['paused']): Promise<void>;
  /** Keeps an event that could not be delivered and moves on to its number, both or neither; on disk when it resolves. */
  bury(id: string, letter: DeadLetter): Promise<void>;
  /** Newest first, those below `before` if it is given. */
  deadLetters(id: string, before: number | undefined, limit: number): Promise<DeadLetter[]>;
  /** The one with the lowest number above `after`. */
  nextDeadLetter(id: string, after: number): Promise<DeadLetter | undefined>;
  countDeadLetters(id: string): Promise<number>;
  /** The event was delivered after all. */
  removeDeadLetter(id: string, number: number): Promise<void>;
  /** Gives up all of them. */
  removeDeadLetters(id: string): Promise<void>;
}
