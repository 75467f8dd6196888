import type { WebhookSecrets } from '../webhooks/secret-rotation.ts';
import type { DeadLetter, Webhook } from '../webhooks/webhook.ts';
import type { WebhookStore } from '../webhooks/webhook-store.port.ts';
import { databaseOf } from './database.ts';
import { WebhookEntity } from './entities/webhook.entity.ts';
import { WebhookDeadLetterEntity } from './entities/webhook-dead-letter.entity.ts';
import type { SqliteStore } from './sqlite-store.ts';

/** Keeps subscriptions in the chain's file, written in turn with the journal: no position is ahead of what it tells. */
export class SqliteWebhookStore implements WebhookStore {
  private readonly statements;

  constructor(private readonly store: Pick<SqliteStore, 'dataSource' | 'writes'>) {
    const database = databaseOf(store.dataSource);
    const letters = 'webhook_dead_letter';
    this.statements = {
      add: database.prepare(
        `INSERT INTO webhook (id, url, events, secret, old_secrets, created_at_ms, position, paused)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      ),
      remove: database.prepare('DELETE FROM webhook WHERE id = ?'),
      moveTo: database.prepare('UPDATE webhook SET position = ? WHERE id = ?'),
      replaceSecrets: database.prepare('UPDATE webhook SET secret = ?, old_secrets = ? WHERE id = ?'),
      pause: database.prepare('UPDATE webhook SET paused = ? WHERE id = ?'),
      bury: database.prepare(
        `INSERT OR REPLACE INTO ${letters} (webhook, number, message_id, type, body, attempts, failed_at_ms, code, status)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ),
      removeLetter: database.prepare(`DELETE FROM ${letters} WHERE webhook = ? AND number = ?`),
      removeLetters: database.prepare(`DELETE FROM ${letters} WHERE webhook = ?`),
    };
  }

  async list(): Promise<Webhook[]> {
    const rows = await this.webhooks.find({ order: { createdAtMs: 'ASC', id: 'ASC' } });
    return rows.map(({ events, oldSecrets, paused, ...row }) => ({
      ...row,
      oldSecrets: JSON.parse(oldSecrets) as Webhook['oldSecrets'],
      events: events === '' ? [] : events.split(','),
      paused: (paused ?? undefined) as Webhook['paused'],
    }));
  }

  async add({ id, url, events, secret, oldSecrets, createdAtMs, position, paused }: Webhook): Promise<void> {
    const [names, old] = [events.join(','), JSON.stringify(oldSecrets)];
    await this.store.writes.run('full', () =>
      this.statements.add.run(id, url, names, secret, old, createdAtMs, position, paused ?? null),
    );
  }

  async remove(id: string): Promise<void> {
    await this.store.writes.run('full', () => {
      this.statements.removeLetters.run(id);
      this.statements.remove.run(id);
    });
  }

  async moveTo(id: string, position: number): Promise<void> {
    await this.store.writes.run('normal', () => this.statements.moveTo.run(position, id));
  }

  async replaceSecrets(id: string, { secret, oldSecrets }: WebhookSecrets): Promise<void> {
    const old = JSON.stringify(oldSecrets);
    await this.store.writes.run('full', () => this.statements.replaceSecrets.run(secret, old, id));
  }

  async pause(id: string, paused: Webhook['paused']): Promise<void> {
    await this.store.writes.run('full', () => this.statements.pause.run(paused ?? null, id));
  }

  async bury(id: string, letter: DeadLetter): Promise<void> {
    const { number, messageId, type, body, attempts, failedAtMs, code, status } = letter;
    await this.store.writes.run('full', () => {
      this.statements.bury.run(id, number, messageId, type, body, attempts, failedAtMs, code, status ?? null);
      this.statements.moveTo.run(number, id);
    });
  }

  async deadLetters(id: string, before: number | undefined, limit: number): Promise<DeadLetter[]> {
    const query = this.letters.createQueryBuilder('letter').where('letter.webhook = :id', { id });
    if (before !== undefined) query.andWhere('letter.number < :before', { before });
    return (await query.orderBy('letter.number', 'DESC').limit(limit).getMany()).map(letterOf);
  }

  async nextDeadLetter(id: string, after: number): Promise<DeadLetter | undefined> {
    const query = this.letters.createQueryBuilder('letter').where('letter.webhook = :id', { id });
    const row = await query.andWhere('letter.number > :after', { after }).orderBy('letter.number', 'ASC').getOne();
    return row === null ? undefined : letterOf(row);
  }

  countDeadLetters(id: string): Promise<number> {
    return this.letters.countBy({ webhook: id });
  }

  async removeDeadLetter(id: string, number: number): Promise<void> {
    await this.store.writes.run('normal', () => this.statements.removeLetter.run(id, number));
  }

  async removeDeadLetters(id: string): Promise<void> {
    await this.store.writes.run('full', () => this.statements.removeLetters.run(id));
  }

  private get webhooks() {
    return this.store.dataSource.getRepository(WebhookEntity);
  }

  private get letters() {
    return this.store.dataSource.getRepository(WebhookDeadLetterEntity);
  }
}

function letterOf({ webhook: _webhook, status, ...letter }: WebhookDeadLetterEntity): DeadLetter {
  return { ...letter, status: status ?? undefined };
}
