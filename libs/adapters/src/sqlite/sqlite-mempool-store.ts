import type { MempoolStore, MempoolWrite, StoredTransaction } from '#domain/mempool/mempool-store.port';
import { hashFromBytes, hashToBytes } from '#domain/primitives/hash';
import { databaseOf, plainBytes } from './database.ts';
import { OpenTransactionEntity } from './entities/open-transaction.entity.ts';
import type { SqliteStore } from './sqlite-store.ts';

/** Keeps the open transactions in the chain's file. */
export class SqliteMempoolStore implements MempoolStore {
  private readonly statements;

  constructor(private readonly store: Pick<SqliteStore, 'dataSource' | 'writes'>) {
    const database = databaseOf(store.dataSource);
    this.statements = {
      put: database.prepare('INSERT OR REPLACE INTO open_transaction (id, bytes, first_seen_ms) VALUES (?, ?, ?)'),
      remove: database.prepare('DELETE FROM open_transaction WHERE id = ?'),
    };
  }

  async write({ added, removed, durability }: MempoolWrite): Promise<void> {
    await this.store.writes.run(durability, () => {
      for (const id of removed) this.statements.remove.run(hashToBytes(id));
      for (const { id, bytes, firstSeenMs } of added) this.statements.put.run(hashToBytes(id), bytes, firstSeenMs);
    });
  }

  async load(): Promise<StoredTransaction[]> {
    const rows = await this.store.dataSource.getRepository(OpenTransactionEntity).find();
    return rows.map(({ id, bytes, firstSeenMs }) => ({
      id: hashFromBytes(plainBytes(id)),
      bytes: plainBytes(bytes),
      firstSeenMs,
    }));
  }
}
