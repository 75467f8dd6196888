import { databaseOf } from './database.ts';
import type { SqliteStore } from './sqlite-store.ts';

/** How big a table is, its indexes included. */
export interface TableStats {
  readonly table: string;
  readonly rows: number;
  readonly bytes: number;
}

/** What a store's file is made of. */
export interface StoreStats {
  readonly fileBytes: number;
  /** Pages inside the file that wait to be used again. */
  readonly freeBytes: number;
  readonly schemaVersion: number;
  /** Runs of the place index by level: 24 at most while nothing merges, 40 while something does. */
  readonly indexRuns: readonly number[];
  /** Largest first. */
  readonly tables: readonly TableStats[];
}

/** Measures a store. Reads every page of the file, so it is a command of an operator and not a metric. */
export function measureStore(store: Pick<SqliteStore, 'dataSource'>): StoreStats {
  const database = databaseOf(store.dataSource);
  const pragma = (name: string) => database.pragma(name, { simple: true }) as number;
  const sizes = database
    .prepare(
      `SELECT s.tbl_name AS name, sum(d.pgsize) AS bytes FROM dbstat d JOIN sqlite_schema s ON s.name = d.name
       WHERE d.aggregate = TRUE GROUP BY s.tbl_name ORDER BY bytes DESC`,
    )
    .all() as { name: string; bytes: number }[];
  const tables = sizes.map(({ name, bytes }) => ({
    table: name,
    rows: database.prepare(`SELECT count(*) FROM "${name}"`).pluck().get() as number,
    bytes,
  }));
  const runs = database.prepare('SELECT count(*) FROM place_run GROUP BY level ORDER BY level').pluck();
  return {
    fileBytes: pragma('page_count') * pragma('page_size'),
    freeBytes: pragma('freelist_count') * pragma('page_size'),
    schemaVersion: pragma('user_version'),
    indexRuns: runs.all() as number[],
    tables,
  };
}
