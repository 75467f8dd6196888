import type { Database } from './database.ts';
import { plainBytes } from './database.ts';

/** Blobs by a header's number: the bodies, or the undo data. */
export class BlobTable {
  private readonly statements;

  constructor(database: Database, table: 'body' | 'undo') {
    this.statements = {
      put: database.prepare(`INSERT OR REPLACE INTO ${table} (number, bytes) VALUES (?, ?)`),
      get: database.prepare(`SELECT bytes FROM ${table} WHERE number = ?`).pluck(),
      remove: database.prepare(`DELETE FROM ${table} WHERE number = ?`),
      clear: database.prepare(`DELETE FROM ${table}`),
    };
  }

  /** Keeps the bytes instead of those that were there. */
  put(number: number, bytes: Uint8Array): void {
    this.statements.put.run(number, bytes);
  }

  get(number: number): Uint8Array | undefined {
    const bytes = this.statements.get.get(number) as Uint8Array | undefined;
    return bytes === undefined ? undefined : plainBytes(bytes);
  }

  remove(number: number): void {
    this.statements.remove.run(number);
  }

  clear(): void {
    this.statements.clear.run();
  }
}
