import type { Database as BetterSqlite3Database } from 'better-sqlite3';
import type { DataSource } from 'typeorm';

/** The connection that TypeORM opened, for what must be prepared once and run often. */
export type Database = BetterSqlite3Database;

/** TypeORM's own better-sqlite3 handle of an initialized data source. */
export function databaseOf(dataSource: DataSource): Database {
  return (dataSource.driver as unknown as { readonly databaseConnection: Database }).databaseConnection;
}

/** A blob as a plain Uint8Array: a Buffer's `slice` shares its bytes, which code that expects a copy would change. */
export function plainBytes(blob: Uint8Array): Uint8Array {
  return new Uint8Array(blob.buffer, blob.byteOffset, blob.length);
}
