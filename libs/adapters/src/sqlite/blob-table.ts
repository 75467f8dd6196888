import type { Database } from './database.ts';
import { plainBytes } from './database.ts';

/** Blobs by a header's number: the bodies, or the undo data. */
export class BlobTable {
  private readonly statements;

  constructor(database: Database, table: 'body' | 'undo') {
    this.statements = {
      add: database.prepare(`INSERT OR IGNORE INTO ${table} (number, bytes) VALUES (?, ?)`),
      get: database.prepare(`SELECT bytes FROM ${table} WHERE number = ?`).pluck(),
      remove: database.prepare(`DELETE FROM ${table} WHERE number = ?`),
    };
  }

  /** Keeps the bytes; those that are there already stay. */
  add(number: number, bytes: Uint8Array): void {
    this.statements.add.run(number, bytes);
  }

  get(number: number): Uint8Array | undefined {
    const bytes = this.statements.get.get(number) as Uint8Array | undefined;
    return bytes === undefined ? undefined : plainBytes(bytes);
  }

  remove(number: number): void {
    this.statements.remove.run(number);
  }
}
