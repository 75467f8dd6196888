import { statSync } from 'node:fs';
import { databaseOf } from './database.ts';
import type { SqliteStore } from './sqlite-store.ts';

/** How big a store is, as far as it can be told in no time. */
export interface StoreFigures {
  readonly fileBytes: number;
  /** The write-ahead log beside it. */
  readonly walBytes: number;
  readonly pages: number;
  /** Of those, how many wait to be used again. */
  readonly freePages: number;
}

/** Reads the header of the file and two sizes: cheap enough for every scrape. */
export function storeFigures({ path, dataSource }: Pick<SqliteStore, 'path' | 'dataSource'>): StoreFigures {
  const database = databaseOf(dataSource);
  return {
    fileBytes: sizeOf(path),
    walBytes: sizeOf(`${path}-wal`),
    pages: database.pragma('page_count', { simple: true }) as number,
    freePages: database.pragma('freelist_count', { simple: true }) as number,
  };
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
