import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { type Hash, hashFromBytes } from '#domain/primitives/hash';
import { plainBytes } from './database.ts';

/** No header takes less of a file: with its indexes it takes three times as much. */
const LEAST_HEADER_BYTES = 100;
/** Rows asked for at once, as long as they can be read. */
const ROWS_AT_ONCE = 64;
/** Rows that are lost together lie on one page: beyond so many skipped, the rest of a table is given up. */
const MAX_SKIPPED_ROWS = 2 ** 40;
/** A peer that was just stopped holds the file for moments only. */
const LOCK_TIMEOUT_MS = 2_000;

/** A row's values by its columns' names. */
export type Row = Readonly<Record<string, unknown>>;

/** What can still be read from a store's file that SQLite finds damaged. Reads alone; nothing in it is to be trusted. */
export class DamagedFile {
  private readonly database: Database.Database;
  private readonly statements = new Map<string, Database.Statement>();

  /** @throws an error of SQLite's when not even its header can be read */
  constructor(private readonly path: string) {
    this.database = new Database(path, { readonly: true, fileMustExist: true, timeout: LOCK_TIMEOUT_MS });
    try {
      this.database.prepare('SELECT count(*) FROM sqlite_schema').get();
    } catch (error) {
      this.database.close();
      throw error;
    }
  }

  /** The network that the file says it belongs to. */
  genesis(): Hash | undefined {
    const genesis = this.read('SELECT genesis FROM chain_state')?.[0]?.['genesis'];
    return genesis instanceof Uint8Array && genesis.length === 32 ? hashFromBytes(plainBytes(genesis)) : undefined;
  }

  /** The 80 bytes of stored headers, each after the one it stands on. */
  headers(): Generator<Uint8Array> {
    return this.blobs('SELECT header FROM header WHERE number = ?');
  }

  /** The bytes of stored blocks, each after the one it stands on. */
  blocks(): Generator<Uint8Array> {
    return this.blobs('SELECT bytes FROM body WHERE number = ?');
  }

  /** The rows of a table, each with its `rowid`; `lost` where some, or all, cannot be read. */
  *rows(table: string, columns: readonly string[]): Generator<Row | 'lost'> {
    const names = columns.map((column) => `"${column}"`).join(', ');
    const sql = `SELECT rowid AS "rowid", ${names} FROM "${table}" WHERE rowid > ? ORDER BY rowid LIMIT ?`;
    let after = -1;
    let skipped = 1;
    while (skipped <= MAX_SKIPPED_ROWS) {
      const rows = this.read(sql, after, ROWS_AT_ONCE) ?? this.read(sql, after, 1);
      if (rows?.length === 0) return;
      if (rows === undefined) {
        if (skipped === 1) yield 'lost';
        after += skipped;
        skipped *= 2;
        continue;
      }
      yield* rows;
      after = rows.at(-1)?.['rowid'] as number;
      skipped = 1;
    }
  }

  close(): void {
    this.database.close();
  }

  /** By their numbers, which rise as headers come: a lost page costs what lies on it and no more. */
  private *blobs(sql: string): Generator<Uint8Array> {
    const greatest = this.greatestNumber();
    for (let number = 1; number <= greatest; number++) {
      const blob = Object.values(this.read(sql, number)?.[0] ?? {})[0];
      if (blob instanceof Uint8Array) yield plainBytes(blob);
    }
  }

  private greatestNumber(): number {
    const bytes = [this.path, `${this.path}-wal`].map((file) => statSync(file, { throwIfNoEntry: false })?.size ?? 0);
    const possible = Math.ceil(bytes.reduce((sum, size) => sum + size, 0) / LEAST_HEADER_BYTES);
    const found = this.read('SELECT max(number) AS number FROM header')?.[0]?.['number'];
    return typeof found === 'number' ? Math.min(found, possible) : possible;
  }

  /** Undefined when it cannot be read. */
  private read(sql: string, ...values: readonly number[]): Row[] | undefined {
    try {
      const statement = this.statements.get(sql) ?? this.database.prepare(sql);
      this.statements.set(sql, statement);
      return statement.all(...values) as Row[];
    } catch {
      return undefined;
    }
  }
}
