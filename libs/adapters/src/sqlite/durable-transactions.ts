import type { Database } from './database.ts';

/** `full`: on disk when it returns. `normal`: a crash may lose the latest, never their order or wholeness. */
export type Durability = 'full' | 'normal';

/**
 * The write-ahead log is moved into the file when it has grown by this much: often enough that moving it holds the
 * event loop for some milliseconds only, rarely enough that pages changed again and again move once.
 */
const CHECKPOINT_BYTES = 4 * 2 ** 20;

/**
 * Runs changes of the file as database transactions of the asked durability. A commit that is `full` syncs the
 * whole write-ahead log, and so makes everything before it durable too.
 */
export class DurableTransactions {
  private current: Durability | undefined;
  private readonly begin;
  private readonly commit;
  private readonly rollback;

  constructor(private readonly database: Database) {
    const pageBytes = database.pragma('page_size', { simple: true }) as number;
    database.pragma(`wal_autocheckpoint = ${Math.ceil(CHECKPOINT_BYTES / pageBytes)}`);
    this.begin = database.prepare('BEGIN IMMEDIATE');
    this.commit = database.prepare('COMMIT');
    this.rollback = database.prepare('ROLLBACK');
  }

  /** Commits what the change did, or throws what it threw and has changed nothing. */
  run<Value>(durability: Durability, change: () => Value): Value {
    this.switchTo(durability);
    this.begin.run();
    try {
      const value = change();
      this.commit.run();
      return value;
    } catch (error) {
      // A full disk or a failed write may have ended the transaction already.
      if (this.database.inTransaction) this.rollback.run();
      throw error;
    }
  }

  /** SQLite changes `synchronous` only between transactions. */
  private switchTo(durability: Durability): void {
    if (durability === this.current) return;
    this.database.pragma(`synchronous = ${durability.toUpperCase()}`);
    this.current = durability;
  }
}
