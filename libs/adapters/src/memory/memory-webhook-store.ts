import type { WebhookSecrets } from '../webhooks/secret-rotation.ts';
import type { DeadLetter, Webhook } from '../webhooks/webhook.ts';
import type { WebhookStore } from '../webhooks/webhook-store.port.ts';

/** Keeps subscriptions in memory, for tests: a restart is handing it on. */
export class MemoryWebhookStore implements WebhookStore {
  private readonly webhooks = new Map<string, Webhook>();
  private readonly letters = new Map<string, DeadLetter[]>();

  async list(): Promise<Webhook[]> {
    return [...this.webhooks.values()].sort((left, right) => left.createdAtMs - right.createdAtMs);
  }

  async add(webhook: Webhook): Promise<void> {
    this.webhooks.set(webhook.id, webhook);
  }

  async remove(id: string): Promise<void> {
    this.webhooks.delete(id);
    this.letters.delete(id);
  }

  async moveTo(id: string, position: number): Promise<void> {
    this.change(id, { position });
  }

  async replaceSecrets(id: string, { secret, oldSecrets }: WebhookSecrets): Promise<void> {
    this.change(id, { secret, oldSecrets });
  }

  async pause(id: string, paused: Webhook['paused']): Promise<void> {
    this.change(id, { paused });
  }

  async bury(id: string, letter: DeadLetter): Promise<void> {
    const others = this.of(id).filter(({ number }) => number !== letter.number);
    this.letters.set(
      id,
      [...others, letter].sort((left, right) => left.number - right.number),
    );
    this.change(id, { position: letter.number });
  }

  async deadLetters(id: string, before: number | undefined, limit: number): Promise<DeadLetter[]> {
    const older = this.of(id).filter(({ number }) => before === undefined || number < before);
    return older.reverse().slice(0, limit);
  }

  async nextDeadLetter(id: string, after: number): Promise<DeadLetter | undefined> {
    return this.of(id).find(({ number }) => number > after);
  }

  async countDeadLetters(id: string): Promise<number> {
    return this.of(id).length;
  }

  async removeDeadLetter(id: string, number: number): Promise<void> {
    const left = this.of(id).filter((letter) => letter.number !== number);
    this.letters.set(id, left);
  }

  async removeDeadLetters(id: string): Promise<void> {
    this.letters.delete(id);
  }

  private of(id: string): DeadLetter[] {
    return [...(this.letters.get(id) ?? [])];
  }

  private change(id: string, changes: Partial<Webhook>): void {
    const webhook = this.webhooks.get(id);
    if (webhook !== undefined) this.webhooks.set(id, { ...webhook, ...changes });
  }
}
