import type { DamagedFile } from './damaged-file.ts';
import { type Database, databaseOf } from './database.ts';
import type { SqliteStore } from './sqlite-store.ts';

/** What blocks cannot make again: each row stands for itself. */
const TABLES = ['open_transaction', 'payment_key', 'webhook', 'webhook_dead_letter', 'reorganisation'];
/** The journal's numbers have no gap, so it is taken whole or not at all. */
const JOURNAL = 'event';

/** What became of a table. */
export interface CopiedTable {
  readonly table: string;
  readonly rows: number;
  /** True when some of its rows, or all, could not be read. */
  readonly isPartial: boolean;
}

/**
 * Copies what is not made of blocks into a new store: open transactions, payments' keys, subscriptions, events. The
 * journal begins anew at the chain as it will be, with numbers that it has never told before.
 */
export function copyReadableTables(from: DamagedFile, to: SqliteStore): Promise<CopiedTable[]> {
  const database = databaseOf(to.dataSource);
  return to.writes.run('full', () => {
    const copied = [...TABLES, JOURNAL].map((table) => copyTable(from, database, table));
    const told = lastNumber(from, database);
    const isWhole = copied.at(-1)?.isPartial === false;
    if (!isWhole) database.prepare(`DELETE FROM ${JOURNAL}`).run();
    database.prepare('UPDATE event_state SET next = ?, tip_hash = NULL, tip_height = NULL').run(told + 1);
    return isWhole ? copied : copied.map((each) => (each.table === JOURNAL ? { ...each, rows: 0 } : each));
  });
}

function copyTable(from: DamagedFile, database: Database, table: string): CopiedTable {
  const columns = database.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(table) as string[];
  const names = columns.map((column) => `"${column}"`).join(', ');
  const put = database.prepare(
    `INSERT OR IGNORE INTO "${table}" (${names}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  let [rows, isPartial] = [0, false];
  for (const row of from.rows(table, columns)) {
    // One that breaks what its table promises, as a damaged one does, is left out.
    const isCopied = row !== 'lost' && put.run(columns.map((column) => row[column])).changes === 1;
    if (isCopied) rows++;
    else isPartial = true;
  }
  return { table, rows, isPartial };
}

/** The greatest number of an event that anybody may have been told. */
function lastNumber(from: DamagedFile, database: Database): number {
  const next = [...from.rows('event_state', ['next'])].map((row) => (row === 'lost' ? 0 : Number(row['next']) - 1));
  const numbers = [
    'SELECT max(number + numbers - 1) FROM event',
    'SELECT max(position) FROM webhook',
    'SELECT max(number) FROM webhook_dead_letter',
  ].map((sql) => Number(database.prepare(sql).pluck().get() ?? 0));
  return Math.max(0, ...[...next, ...numbers].filter((number) => Number.isSafeInteger(number)));
}
