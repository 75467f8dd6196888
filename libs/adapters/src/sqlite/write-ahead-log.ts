import type { Database } from './database.ts';

/** What the file does not have yet is moved there in pieces of this size: rarely enough to sync the disk seldom. */
const CHECKPOINT_BYTES = 4 * 2 ** 20;
/**
 * The log begins anew only when all of it has been moved while nothing is written. When it has grown to this, the
 * next write waits for that; after a restart no more than this is read again.
 */
const FULL_LOG_BYTES = 32 * 2 ** 20;
/** SQLite's own checkpoint, on the writing thread, if the other thread is lost: nothing else keeps the log short. */
const FALLBACK_BYTES = 2 * FULL_LOG_BYTES;

interface LogFrames {
  readonly log: number;
  readonly checkpointed: number;
}

/** Makes a checkpoint off the writing thread; never fails. */
export interface Checkpoints {
  readonly busy: boolean;
  checkpoint(): Promise<void>;
}

/** Keeps the write-ahead log short without holding up the thread that writes. */
export class WriteAheadLog {
  private readonly frames;
  private readonly pageBytes: number;

  constructor(
    database: Database,
    private readonly checkpoints: Checkpoints,
  ) {
    this.pageBytes = database.pragma('page_size', { simple: true }) as number;
    database.pragma(`wal_autocheckpoint = ${FALLBACK_BYTES / this.pageBytes}`);
    this.frames = database.prepare('PRAGMA wal_checkpoint(NOOP)');
  }

  /** To be awaited before a write: waits when the log is full until it can begin anew. */
  async beforeWrite(): Promise<void> {
    const { log } = this.frames.get() as LogFrames;
    if (log * this.pageBytes < FULL_LOG_BYTES) return;
    // One that is under way began before the latest write, and leaves that out.
    if (this.checkpoints.busy) await this.checkpoints.checkpoint();
    await this.checkpoints.checkpoint();
  }

  /** Starts a checkpoint when there is enough to move. */
  afterWrite(): void {
    const { log, checkpointed } = this.frames.get() as LogFrames;
    if ((log - checkpointed) * this.pageBytes >= CHECKPOINT_BYTES && !this.checkpoints.busy) {
      void this.checkpoints.checkpoint();
    }
  }
}
