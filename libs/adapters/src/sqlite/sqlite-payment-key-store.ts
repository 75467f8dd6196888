import type { KeyedPayment, PaymentKeyLimits, PaymentKeyStore } from '#domain/wallet/payment-key-store.port';
import { databaseOf, plainBytes } from './database.ts';
import type { SqliteStore } from './sqlite-store.ts';

interface Row {
  readonly fingerprint: Uint8Array;
  readonly transaction: Uint8Array;
  readonly signedAtMs: number;
  readonly taken: number;
}

/**
 * Keeps payments by their keys in the chain's file. Written without waiting for the disk: the payment itself is
 * written there next and waited for, which makes everything before it durable too.
 */
export class SqlitePaymentKeyStore implements PaymentKeyStore {
  private readonly statements;

  constructor(private readonly store: Pick<SqliteStore, 'dataSource' | 'writes'>) {
    const database = databaseOf(store.dataSource);
    this.statements = {
      find: database.prepare(
        'SELECT fingerprint, "transaction", signed_at_ms AS signedAtMs, taken FROM payment_key WHERE key = ?',
      ),
      put: database.prepare(
        `INSERT OR REPLACE INTO payment_key (key, fingerprint, "transaction", signed_at_ms, taken)
        VALUES (?, ?, ?, ?, ?)`,
      ),
      removeOld: database.prepare('DELETE FROM payment_key WHERE signed_at_ms < ?'),
      // Numbers of forgotten keys count too: at once, and never too many.
      removeBeyond: database.prepare(
        'DELETE FROM payment_key WHERE number <= (SELECT max(number) FROM payment_key) - ?',
      ),
      noteTaken: database.prepare('UPDATE payment_key SET taken = 1 WHERE key = ?'),
      remove: database.prepare('DELETE FROM payment_key WHERE key = ?'),
    };
  }

  async find(key: string): Promise<KeyedPayment | undefined> {
    const row = this.statements.find.get(key) as Row | undefined;
    if (row === undefined) return undefined;
    const { fingerprint, transaction, signedAtMs, taken } = row;
    return {
      key,
      fingerprint: plainBytes(fingerprint),
      transaction: plainBytes(transaction),
      signedAtMs,
      taken: taken === 1,
    };
  }

  keep(payment: KeyedPayment, { signedBeforeMs, maximum }: PaymentKeyLimits): Promise<void> {
    const { key, fingerprint, transaction, signedAtMs, taken } = payment;
    return this.store.writes.run('normal', () => {
      this.statements.removeOld.run(signedBeforeMs);
      this.statements.put.run(key, fingerprint, transaction, signedAtMs, taken ? 1 : 0);
      this.statements.removeBeyond.run(maximum);
    });
  }

  async noteTaken(key: string): Promise<void> {
    await this.store.writes.run('normal', () => this.statements.noteTaken.run(key));
  }

  async forget(key: string): Promise<void> {
    await this.store.writes.run('normal', () => this.statements.remove.run(key));
  }
}
