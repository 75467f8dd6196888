import { Header } from '#domain/block/header';
import type { BlockStatus, HeaderEntry } from '#domain/chain/header-entry';
import { type Hash, hashFromBytes, hashToBytes } from '#domain/primitives/hash';
import { invariant } from '#domain/primitives/invariant';
import { bigintFromBytes, bigintToBytes } from './bigint-bytes.ts';
import { type Database, plainBytes } from './database.ts';

/** A status is stored as its place in this list. */
const STATUSES: readonly BlockStatus[] = ['header', 'body', 'connected', 'invalid'];

const COLUMNS = `h.hash AS hash, h.height AS height, h.header AS header, h.ruled_target AS ruledTarget,
  h.total_work AS totalWork, h.status AS status, h.arrival AS arrival, h.invalid_code AS invalidCode`;

/** What no entry can be read from: a damaged page can be whole for SQLite and hold this. */
const SENSELESS = `typeof(hash) <> 'blob' OR length(hash) <> 32 OR typeof(header) <> 'blob' OR length(header) <> 80
  OR typeof(height) <> 'integer' OR typeof(status) <> 'integer' OR status NOT BETWEEN 0 AND ${STATUSES.length - 1}
  OR typeof(arrival) <> 'integer' OR typeof(ruled_target) <> 'blob' OR typeof(total_work) <> 'blob'`;

interface HeaderRow {
  readonly hash: Uint8Array;
  readonly height: number;
  readonly header: Uint8Array;
  readonly ruledTarget: Uint8Array;
  readonly totalWork: Uint8Array;
  readonly status: number;
  readonly arrival: number;
  readonly invalidCode: string | null;
}

/** Headers of all branches, and which of them the best chain has at each height. */
export class HeaderTable {
  private readonly statements;

  constructor(database: Database) {
    this.statements = {
      put: database.prepare(
        `INSERT INTO header (hash, height, header, ruled_target, total_work, status, arrival, invalid_code)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (hash) DO UPDATE SET ruled_target = excluded.ruled_target,
         status = excluded.status, arrival = excluded.arrival, invalid_code = excluded.invalid_code`,
      ),
      number: database.prepare('SELECT number FROM header WHERE hash = ?').pluck(),
      byHash: database.prepare(`SELECT ${COLUMNS} FROM header h WHERE h.hash = ?`),
      treeBetween: database.prepare(
        `SELECT ${COLUMNS} FROM header h WHERE h.height BETWEEN ? AND ? ORDER BY h.height, h.number`,
      ),
      bestFrom: database.prepare(
        `SELECT ${COLUMNS} FROM best_chain b JOIN header h ON h.number = b.number
         WHERE b.height >= ? ORDER BY b.height LIMIT ?`,
      ),
      bestHash: database
        .prepare('SELECT h.hash FROM best_chain b JOIN header h ON h.number = b.number WHERE b.height = ?')
        .pluck(),
      bestNumber: database.prepare('SELECT number FROM best_chain WHERE height = ?').pluck(),
      top: database.prepare('SELECT max(height) FROM best_chain').pluck(),
      mark: database.prepare('INSERT INTO best_chain (height, number) VALUES (?, ?)'),
      unmark: database.prepare('DELETE FROM best_chain WHERE height = ?'),
      unmarkAll: database.prepare('DELETE FROM best_chain'),
      doubt: database.prepare('UPDATE header SET status = ? WHERE status = ?'),
      forgetSenseless: ['body', 'undo', 'header'].map((table) =>
        database.prepare(`DELETE FROM ${table} WHERE number IN (SELECT number FROM header WHERE ${SENSELESS})`),
      ),
      forgetAbove: ['body', 'undo', 'header'].map((table) =>
        database.prepare(`DELETE FROM ${table} WHERE number IN (SELECT number FROM header WHERE height > ?)`),
      ),
    };
  }

  /** Adds an entry, or updates what can change of a known one. */
  put(entry: HeaderEntry): void {
    this.statements.put.run(
      hashToBytes(entry.hash),
      entry.height,
      entry.header.bytes,
      bigintToBytes(entry.ruledTarget),
      bigintToBytes(entry.totalWork),
      STATUSES.indexOf(entry.status),
      entry.arrival,
      entry.invalidCode ?? null,
    );
  }

  /** This file's number of a header, the key of its body and undo data. */
  number(hash: Hash): number | undefined {
    return this.statements.number.get(hashToBytes(hash)) as number | undefined;
  }

  entry(hash: Hash): HeaderEntry | undefined {
    const row = this.statements.byHash.get(hashToBytes(hash));
    return row === undefined ? undefined : entryOf(row as HeaderRow);
  }

  /** Entries of all branches at these heights, lowest first. */
  treeBetween(from: number, to: number): HeaderEntry[] {
    return (this.statements.treeBetween.all(from, to) as HeaderRow[]).map(entryOf);
  }

  /** The best chain's entries from a height upwards. */
  bestFrom(height: number, limit: number): HeaderEntry[] {
    return (this.statements.bestFrom.all(height, limit) as HeaderRow[]).map(entryOf);
  }

  bestHash(height: number): Hash | undefined {
    const hash = this.statements.bestHash.get(height) as Uint8Array | undefined;
    return hash === undefined ? undefined : hashFromBytes(plainBytes(hash));
  }

  bestNumber(height: number): number | undefined {
    return this.statements.bestNumber.get(height) as number | undefined;
  }

  /** The best chain's greatest height; −1 when it is empty. */
  topHeight(): number {
    return (this.statements.top.get() as number | null) ?? -1;
  }

  /** Puts a header on top of the best chain. */
  mark(height: number, number: number): void {
    invariant(height === this.topHeight() + 1, 'a block joins the best chain on top of it');
    this.statements.mark.run(height, number);
  }

  /** Takes the best chain's top header off. */
  unmark(height: number, number: number): void {
    invariant(height === this.topHeight(), 'a block leaves the best chain from the top of it');
    invariant(number === this.bestNumber(height), 'only a block of the best chain can leave it');
    this.statements.unmark.run(height);
  }

  /** Forgets which chain is best, and that any block was connected. */
  unmarkAll(): void {
    this.statements.unmarkAll.run();
    this.statements.doubt.run(STATUSES.indexOf('body'), STATUSES.indexOf('connected'));
  }

  /** Removes every header that cannot be read, with its body and undo data. */
  forgetSenseless(): void {
    for (const statement of this.statements.forgetSenseless) statement.run();
  }

  /** Removes every header above a height, with its body and undo data. */
  forgetAbove(height: number): void {
    invariant(height >= this.topHeight(), 'no block of the best chain is forgotten');
    for (const statement of this.statements.forgetAbove) statement.run(height);
  }
}

function entryOf(row: HeaderRow): HeaderEntry {
  const status = STATUSES[row.status];
  invariant(status !== undefined, 'a stored status is a known one');
  return {
    hash: hashFromBytes(plainBytes(row.hash)),
    height: row.height,
    header: new Header(plainBytes(row.header)),
    ruledTarget: bigintFromBytes(row.ruledTarget),
    totalWork: bigintFromBytes(row.totalWork),
    status,
    arrival: row.arrival,
    ...(row.invalidCode === null ? {} : { invalidCode: row.invalidCode }),
  };
}
