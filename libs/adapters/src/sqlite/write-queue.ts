import { EventChannel } from '#domain/primitives/event-channel';
import { SerialQueue } from '#domain/primitives/serial-queue';
import type { Database } from './database.ts';
import type { WriteAheadLog } from './write-ahead-log.ts';

/** `full`: on disk when it resolves. `normal`: a crash may lose the latest, never their order or wholeness. */
export type Durability = 'full' | 'normal';

/** A change that was made, or not. */
export interface FinishedWrite {
  readonly durability: Durability;
  /** On the event loop's thread, with the wait for the disk; without the wait for its turn. */
  readonly seconds: number;
}

/**
 * Runs changes of the file one after another, each as one database transaction of the asked durability. A commit
 * that is `full` syncs the whole write-ahead log, and so makes everything before it durable too.
 */
export class WriteQueue {
  /** Told after each write, for figures. */
  readonly finished = new EventChannel<FinishedWrite>();
  private current: Durability | undefined;
  private readonly queue = new SerialQueue();
  private readonly begin;
  private readonly commit;
  private readonly rollback;

  constructor(
    private readonly database: Database,
    private readonly log: WriteAheadLog,
  ) {
    this.begin = database.prepare('BEGIN IMMEDIATE');
    this.commit = database.prepare('COMMIT');
    this.rollback = database.prepare('ROLLBACK');
  }

  /**
   * Resolves when what the change did is committed; rejects with what it threw, and it has changed nothing. Then
   * `onRollback` puts right what the change left in memory, before any other change runs.
   */
  run<Value>(durability: Durability, change: () => Value, onRollback?: () => void): Promise<Value> {
    return this.queue.run(async () => {
      await this.log.beforeWrite();
      const beganMs = performance.now();
      try {
        return this.transact(durability, change, onRollback);
      } finally {
        this.finished.publish({ durability, seconds: (performance.now() - beganMs) / 1000 });
        this.log.afterWrite();
      }
    });
  }

  /** Resolves when everything queued so far is done. */
  idle(): Promise<void> {
    return this.queue.idle();
  }

  private transact<Value>(durability: Durability, change: () => Value, onRollback?: () => void): Value {
    this.switchTo(durability);
    this.begin.run();
    try {
      const value = change();
      this.commit.run();
      return value;
    } catch (error) {
      // A full disk or a failed write may have ended the transaction already.
      if (this.database.inTransaction) this.rollback.run();
      onRollback?.();
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
