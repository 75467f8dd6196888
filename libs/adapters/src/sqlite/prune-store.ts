import { databaseOf } from './database.ts';
import type { SqliteStore } from './sqlite-store.ts';

export interface PruneWish {
  /** Undo data of blocks below this height goes: no reorganisation can reach below it any more. */
  readonly undoBelow: number;
  /**
   * Bodies of blocks below this height go, and with them their transactions and places in histories. A caller keeps
   * those that other peers, or immature rewards, still need.
   */
  readonly bodiesBelow: number;
}

/** Rows that one write removes: a body lies on some twenty pages, each of which is touched. */
const ROWS_PER_WRITE = 50;

/**
 * Removes undo data and bodies of old blocks, of every branch, a few a write, so that other writes get in between.
 * Gives how many rows went. The file keeps its size and uses the room for later blocks.
 */
export async function pruneStore(store: SqliteStore, { undoBelow, bodiesBelow }: PruneWish): Promise<number> {
  return (await pruneTable(store, 'undo', undoBelow)) + (await pruneTable(store, 'body', bodiesBelow));
}

async function pruneTable(store: SqliteStore, table: 'body' | 'undo', below: number): Promise<number> {
  const remove = databaseOf(store.dataSource).prepare(
    `DELETE FROM ${table} WHERE number IN (SELECT t.number FROM ${table} t JOIN header h ON h.number = t.number
     WHERE h.height < ? ORDER BY t.number LIMIT ?)`,
  );
  let removed = 0;
  for (;;) {
    const { changes } = await store.writes.run('normal', () => remove.run(below, ROWS_PER_WRITE));
    removed += changes;
    if (changes < ROWS_PER_WRITE) return removed;
  }
}
