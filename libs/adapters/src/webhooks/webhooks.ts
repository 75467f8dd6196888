import { toHex } from '#domain/primitives/bytes';
import type { Clock } from '#domain/primitives/clock.port';
import type { Log } from '#domain/primitives/log.port';
import type { Random } from '#domain/primitives/random.port';
import { accepted, type Result, refused } from '#domain/primitives/result';
import { SerialQueue } from '#domain/primitives/serial-queue';
import type { EventReader } from '../events/event-reader.ts';
import { AddressGuard } from './address-guard.ts';
import { WebhookPoster } from './post-webhook.ts';
import { checkReceiver } from './receiver-url.ts';
import { rotateSecret } from './secret-rotation.ts';
import type { DeliveryFailure, WebhookRefusal } from './webhook.errors.ts';
import { type DeadLetter, MAX_WEBHOOKS, type Webhook } from './webhook.ts';
import { formatSecret, keyOf, NEW_SECRET_BYTES } from './webhook-secret.ts';
import type { WebhookStore } from './webhook-store.port.ts';
import { WEBHOOK_TIMING, type WebhookTiming } from './webhook-timing.ts';
import { type LastFailure, WebhookWorker } from './webhook-worker.ts';

const ID_BYTES = 8;

export interface WebhooksDependencies {
  readonly reader: EventReader;
  readonly store: WebhookStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Receivers in private networks and on this machine may be named. */
  readonly allowPrivate: boolean;
  readonly timing?: WebhookTiming;
}

export interface NewWebhook {
  readonly url: string;
  /** Empty: all. */
  readonly events: readonly string[];
  /** Made when absent. */
  readonly secret?: string | undefined;
  /** Number of the event after which to begin. */
  readonly after: number;
}

/** A subscription and how it fares. */
export interface WebhookStatus {
  readonly webhook: Webhook;
  /** The last attempt, when it failed. */
  readonly failure: LastFailure | undefined;
  /** An event failed and waits for its next attempt. */
  readonly isRetrying: boolean;
  /** Until when replaced secrets sign beside the newest; undefined when they have ended, or there are none. */
  readonly oldSecretsUntilMs: number | undefined;
  readonly deadLetters: number;
}

/** All subscriptions of a peer: who is told of events over HTTP, and what could not be delivered. */
export class Webhooks {
  /** Attempts since the start by what became of them, and events that became dead letters. */
  readonly totals = { attempts: new Map<'delivered' | DeliveryFailure['code'], number>(), buried: 0 };
  private readonly workers = new Map<string, WebhookWorker>();
  private readonly guard: AddressGuard;
  private readonly changes = new SerialQueue();

  constructor(private readonly dependencies: WebhooksDependencies) {
    this.guard = new AddressGuard(dependencies);
  }

  /** Goes on with every subscription where it was. */
  async start(): Promise<void> {
    for (const webhook of await this.dependencies.store.list()) this.employ(webhook);
  }

  /** Ends all deliveries; those under way come again after the next start. */
  async close(): Promise<void> {
    await this.changes.run(() => Promise.all([...this.workers.values()].map((worker) => worker.stop())));
    this.workers.clear();
  }

  /** Begins to deliver. */
  create(wanted: NewWebhook): Promise<Result<Webhook, WebhookRefusal>> {
    return this.changes.run(async () => {
      const { store, clock, random } = this.dependencies;
      const problem = checkReceiver(wanted.url, this.guard);
      if (problem !== undefined) return refused(problem);
      if (wanted.secret !== undefined && keyOf(wanted.secret) === undefined) {
        return refused({ code: 'webhook-secret-invalid' });
      }
      if (this.workers.size >= MAX_WEBHOOKS) return refused({ code: 'webhook-too-many', maximum: MAX_WEBHOOKS });
      const webhook: Webhook = {
        id: `wh_${toHex(random.bytes(ID_BYTES))}`,
        url: new URL(wanted.url).href,
        events: wanted.events,
        secret: wanted.secret ?? this.newSecret(),
        oldSecrets: [],
        createdAtMs: clock.nowMs(),
        position: wanted.after,
        paused: undefined,
      };
      await store.add(webhook);
      this.employ(webhook);
      return accepted(webhook);
    });
  }

  list(): Promise<WebhookStatus[]> {
    return Promise.all([...this.workers.values()].map((worker) => this.statusOf(worker)));
  }

  async find(id: string): Promise<Result<WebhookStatus, WebhookRefusal>> {
    const worker = this.workers.get(id);
    return worker === undefined ? refused({ code: 'webhook-not-found', id }) : accepted(await this.statusOf(worker));
  }

  /** Ends the subscription; its dead letters go with it. */
  remove(id: string): Promise<Result<void, WebhookRefusal>> {
    return this.withWorker(id, async (worker) => {
      await worker.stop();
      this.workers.delete(id);
      await this.dependencies.store.remove(id);
    });
  }

  /**
   * Signs with another secret from now on, made when none is given; the one before signs beside it for the overlap
   * (seconds), so that the receiver can change over meanwhile.
   */
  async rotateSecret(
    id: string,
    wanted: string | undefined,
    overlapSeconds: number,
  ): Promise<Result<WebhookStatus, WebhookRefusal>> {
    if (wanted !== undefined && keyOf(wanted) === undefined) return refused({ code: 'webhook-secret-invalid' });
    const rotation = await this.withWorker(id, async (worker) => {
      const next = wanted ?? this.newSecret();
      const rotated = rotateSecret(worker.webhook, next, overlapSeconds, this.dependencies.clock.nowMs());
      if (rotated.ok) await worker.replaceSecrets(rotated.value);
      return rotated.ok ? accepted(await this.statusOf(worker)) : rotated;
    });
    return rotation.ok ? rotation.value : rotation;
  }

  /** Newest first. */
  async deadLetters(
    id: string,
    before: number | undefined,
    limit: number,
  ): Promise<Result<DeadLetter[], WebhookRefusal>> {
    if (!this.workers.has(id)) return refused({ code: 'webhook-not-found', id });
    return accepted(await this.dependencies.store.deadLetters(id, before, limit));
  }

  /** Lets every dead letter be tried again, ahead of what is new; gives how many there are. */
  retryDeadLetters(id: string): Promise<Result<number, WebhookRefusal>> {
    return this.withWorker(id, async (worker) => {
      worker.retryDeadLetters();
      return this.dependencies.store.countDeadLetters(id);
    });
  }

  /** Gives all of them up. */
  forgetDeadLetters(id: string): Promise<Result<void, WebhookRefusal>> {
    return this.withWorker(id, (worker) => worker.forgetDeadLetters());
  }

  /** How many subscriptions there are, and how far the slowest is behind the journal's latest event. */
  get backlog(): { readonly webhooks: number; readonly events: number } {
    const { latest } = this.dependencies.reader.recorder.journal.bounds();
    const behind = [...this.workers.values()].map(({ webhook }) => latest - webhook.position);
    return { webhooks: this.workers.size, events: Math.max(0, ...behind) };
  }

  private newSecret(): string {
    return formatSecret(this.dependencies.random.bytes(NEW_SECRET_BYTES));
  }

  private async statusOf(worker: WebhookWorker): Promise<WebhookStatus> {
    const deadLetters = await this.dependencies.store.countDeadLetters(worker.webhook.id);
    const { webhook, lastFailure: failure, isRetrying } = worker;
    const untilMs = Math.max(0, ...webhook.oldSecrets.map((old) => old.untilMs));
    const oldSecretsUntilMs = untilMs > this.dependencies.clock.nowMs() ? untilMs : undefined;
    return { webhook, failure, isRetrying, oldSecretsUntilMs, deadLetters };
  }

  private withWorker<Value>(
    id: string,
    act: (worker: WebhookWorker) => Promise<Value>,
  ): Promise<Result<Value, WebhookRefusal>> {
    return this.changes.run(async () => {
      const worker = this.workers.get(id);
      return worker === undefined ? refused({ code: 'webhook-not-found', id }) : accepted(await act(worker));
    });
  }

  private employ(webhook: Webhook): void {
    const { timing = WEBHOOK_TIMING, ...dependencies } = this.dependencies;
    const { attempts } = this.totals;
    const worker = new WebhookWorker(webhook, {
      ...dependencies,
      timing,
      poster: new WebhookPoster(this.guard, timing.requestTimeoutMs, dependencies.clock),
      attempted: (result) => attempts.set(result, (attempts.get(result) ?? 0) + 1),
      buried: () => {
        this.totals.buried++;
      },
    });
    this.workers.set(webhook.id, worker);
    worker.start();
  }
}
