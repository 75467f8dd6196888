import type { Statement } from 'better-sqlite3';
import type { Database } from './database.ts';

export type EventStatement =
  | 'next'
  | 'oldest'
  | 'count'
  | 'put'
  | 'setNext'
  | 'setTip'
  | 'putSubject'
  | 'removeSubject'
  | 'read'
  | 'removeOldest'
  | 'putReorganisation'
  | 'removeOldReorganisations'
  | 'reorganisations';

/** What the journal of events asks of its tables. */
export function prepareEventStatements(database: Database): Record<EventStatement, Statement> {
  return {
    next: database.prepare('SELECT next FROM event_state').pluck(),
    oldest: database.prepare('SELECT min(number) FROM event').pluck(),
    count: database.prepare('SELECT count(*) FROM event').pluck(),
    put: database.prepare(
      'INSERT INTO event (number, numbers, kind, at_ms, facts, "transaction") VALUES (?, ?, ?, ?, ?, ?)',
    ),
    setNext: database.prepare('UPDATE event_state SET next = ?'),
    setTip: database.prepare('UPDATE event_state SET tip_hash = ?, tip_height = ?'),
    putSubject: database.prepare('INSERT OR IGNORE INTO event_subject (type, id) VALUES (?, ?)'),
    removeSubject: database.prepare('DELETE FROM event_subject WHERE type = ? AND id = ?'),
    // From the entry that the number stands in: a block's numbers may be half told.
    read: database.prepare(
      `SELECT number, numbers, kind, at_ms AS atMs, facts, "transaction" FROM event
      WHERE number >= coalesce((SELECT max(number) FROM event WHERE number <= ? + 1), 0) AND number + numbers - 1 > ?
      ORDER BY number LIMIT ?`,
    ),
    putReorganisation: database.prepare('INSERT OR REPLACE INTO reorganisation (number, facts) VALUES (?, ?)'),
    removeOldReorganisations: database.prepare('DELETE FROM reorganisation WHERE number <= ?'),
    reorganisations: database
      .prepare('SELECT facts FROM reorganisation WHERE number < ? ORDER BY number DESC LIMIT ?')
      .pluck(),
    removeOldest: database.prepare(
      'DELETE FROM event WHERE number <= (SELECT number FROM event ORDER BY number LIMIT 1 OFFSET ? - 1)',
    ),
  };
}
