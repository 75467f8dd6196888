import type { Clock } from '#domain/primitives/clock.port';
import type { Log } from '#domain/primitives/log.port';
import type { Random } from '#domain/primitives/random.port';
import type { Result } from '#domain/primitives/result';
import type { EventReader } from '../events/event-reader.ts';
import type { NumberedEvent } from '../events/event-view.ts';
import type { WebhookPoster } from './post-webhook.ts';
import { secretsAt, type WebhookSecrets } from './secret-rotation.ts';
import { WakeUpCall } from './wake-up-call.ts';
import { answeredStatus, askedWaitMs, type DeliveryFailure } from './webhook.errors.ts';
import { MAX_DEAD_LETTERS, type Webhook } from './webhook.ts';
import { type WebhookMessage, webhookHeaders } from './webhook-headers.ts';
import { EVENTS_PASSED, messageOf, passedEvent } from './webhook-message.ts';
import type { WebhookStore } from './webhook-store.port.ts';
import { retryDelayMs, type WebhookTiming } from './webhook-timing.ts';

export interface WebhookWorkerDependencies {
  readonly reader: EventReader;
  readonly store: WebhookStore;
  readonly poster: WebhookPoster;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly timing: WebhookTiming;
  /** Counted for the metrics: what became of an attempt. */
  readonly attempted: (result: 'delivered' | DeliveryFailure['code']) => void;
  /** Counted for the metrics: an event became a dead letter. */
  readonly buried: () => void;
}

/** The last attempt, when it failed. */
export type LastFailure = DeliveryFailure & { readonly atMs: number };

/**
 * Delivers to one receiver: the journal's events in order, one after another, each until it is taken or its attempts
 * are used up. Its position is written after the delivery, so that a crash repeats events and never skips one.
 */
export class WebhookWorker {
  private readonly stopping = new AbortController();
  private readonly wakeUp = new WakeUpCall();
  private readonly retryNow = new WakeUpCall();
  private running: Promise<void> = Promise.resolve();
  private deadLettersWanted = false;
  private failure: LastFailure | undefined;
  private retrying = false;

  constructor(
    private subscription: Webhook,
    private readonly dependencies: WebhookWorkerDependencies,
  ) {}

  get webhook(): Webhook {
    return this.subscription;
  }

  /** The last attempt, when it failed. */
  get lastFailure(): LastFailure | undefined {
    return this.failure;
  }

  /** An event failed and waits for its next attempt. */
  get isRetrying(): boolean {
    return this.retrying;
  }

  start(): void {
    this.running = this.run();
  }

  /** Ends an attempt under way: its event comes again after the next start. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.wakeUp.call();
    this.retryNow.call();
    await this.running;
    this.dependencies.poster.close();
  }

  /** Tries all dead letters once more, lowest number first, before it goes on; a wait between attempts ends. */
  retryDeadLetters(): void {
    this.deadLettersWanted = true;
    this.retryNow.call();
    this.wakeUp.call();
  }

  /** Gives up all dead letters; a paused delivery goes on. */
  async forgetDeadLetters(): Promise<void> {
    await this.dependencies.store.removeDeadLetters(this.webhook.id);
    await this.pause(undefined);
    this.wakeUp.call();
  }

  /** Signs with these from the next attempt on; they are on disk before. */
  async replaceSecrets(secrets: WebhookSecrets): Promise<void> {
    await this.dependencies.store.replaceSecrets(this.webhook.id, secrets);
    this.subscription = { ...this.webhook, ...secrets };
  }

  private get stopped(): boolean {
    return this.stopping.signal.aborted;
  }

  private async run(): Promise<void> {
    const { reader, log } = this.dependencies;
    let leave: (() => void) | undefined;
    try {
      leave = await reader.recorder.listen(() => this.wakeUp.call());
      while (!this.stopped) if (!(await this.goOn())) await this.wakeUp.wait();
    } catch (error) {
      log.error('a webhook is not served until the next start', { webhook: this.webhook.id, reason: String(error) });
    } finally {
      leave?.();
    }
  }

  /** Deals with what is there; false when there was nothing to do. */
  private async goOn(): Promise<boolean> {
    if (this.deadLettersWanted) {
      this.deadLettersWanted = false;
      // The call has done its part: it is not to end a wait that the receiver asks for from now on.
      this.retryNow.clear();
      await this.redeliver();
      return true;
    }
    if (this.webhook.paused !== undefined) return false;
    const { position } = this.webhook;
    const read = await this.dependencies.reader.after(position);
    if (read.kind === 'passed') {
      await this.handle(passedEvent(position + 1, read.last, this.dependencies.clock.nowMs()));
      return true;
    }
    for (const event of read.events) {
      if (this.stopped || this.deadLettersWanted || this.webhook.paused !== undefined) break;
      await this.handle(event);
    }
    await this.dependencies.store.moveTo(this.webhook.id, this.webhook.position);
    return read.events.length > 0;
  }

  private async handle(event: NumberedEvent): Promise<void> {
    const { events } = this.webhook;
    if (events.length > 0 && !events.includes(event.name) && event.name !== EVENTS_PASSED) {
      this.subscription = { ...this.webhook, position: event.number };
      return;
    }
    const message = messageOf(event);
    const { timing, random, store, clock } = this.dependencies;
    for (let attempts = 1; !this.stopped; attempts++) {
      const delivered = await this.attempt(message);
      if (this.stopped) return;
      this.retrying = !delivered.ok && attempts < timing.attempts;
      if (delivered.ok) {
        this.subscription = { ...this.webhook, position: event.number };
        await store.moveTo(this.webhook.id, event.number);
        return;
      }
      if (attempts >= timing.attempts) {
        const { code } = delivered.refusal;
        const status = answeredStatus(delivered.refusal);
        const [{ number, name: type }, failedAtMs] = [event, clock.nowMs()];
        await store.bury(this.webhook.id, { ...message, number, type, attempts, failedAtMs, code, status });
        await this.afterBurial(number);
        return;
      }
      await this.retryNow.wait(retryDelayMs(timing, attempts, random, askedWaitMs(delivered.refusal)));
    }
  }

  private async afterBurial(number: number): Promise<void> {
    const { store, log, buried } = this.dependencies;
    const { id } = this.webhook;
    this.subscription = { ...this.webhook, position: number };
    buried();
    log.warn('an event could not be delivered to a webhook', { webhook: id, number, code: this.failure?.code });
    if ((await store.countDeadLetters(id)) >= MAX_DEAD_LETTERS) await this.pause('webhook-dead-letters-full');
  }

  /** Every dead letter once; ends early when the receiver does not even answer, or asks to be left alone for a while. */
  private async redeliver(): Promise<void> {
    const { store, timing } = this.dependencies;
    const { id } = this.webhook;
    let letter = await store.nextDeadLetter(id, -1);
    while (letter !== undefined && !this.stopped) {
      const { number } = letter;
      const delivered = await this.attempt(letter);
      if (delivered.ok) await store.removeDeadLetter(id, number);
      else if (answeredStatus(delivered.refusal) === undefined) break;
      else if (askedWaitMs(delivered.refusal) !== undefined) {
        await this.retryNow.wait(Math.min(askedWaitMs(delivered.refusal) ?? 0, timing.longestRetryMs));
        break;
      }
      letter = await store.nextDeadLetter(id, number);
    }
    if ((await store.countDeadLetters(id)) < MAX_DEAD_LETTERS) await this.pause(undefined);
  }

  private async attempt(message: WebhookMessage): Promise<Result<void, DeliveryFailure>> {
    const { clock, poster, attempted, log } = this.dependencies;
    const { id, url } = this.webhook;
    const atMs = clock.nowMs();
    const headers = webhookHeaders(message, secretsAt(this.webhook, atMs), Math.floor(atMs / 1000));
    const outcome = await poster.post({ url: new URL(url), headers, body: message.body }, this.stopping.signal);
    if (this.stopped) return outcome;
    attempted(outcome.ok ? 'delivered' : outcome.refusal.code);
    if (!outcome.ok) log.debug('a delivery failed', { webhook: id, message: message.messageId, ...outcome.refusal });
    this.failure = outcome.ok ? undefined : { ...outcome.refusal, atMs };
    return outcome;
  }

  private async pause(paused: Webhook['paused']): Promise<void> {
    if (this.webhook.paused === paused) return;
    const { store, log } = this.dependencies;
    this.subscription = { ...this.webhook, paused };
    await store.pause(this.webhook.id, paused);
    if (paused !== undefined) log.warn('a webhook is paused', { webhook: this.webhook.id, code: paused });
  }
}
