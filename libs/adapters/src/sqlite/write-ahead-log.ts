import type { Database } from './database.ts';

/** What the file does not have yet is moved there in pieces of this size: rarely enough to sync the disk seldom. */
const CHECKPOINT_BYTES = 4 * 2 ** 20;
/**
 * The log begins anew only when all of it has been moved while nothing is written. From this size on, the next write
 * that finds little left to move waits for that little.
 */
const LONG_LOG_BYTES = 16 * 2 ** 20;
const LITTLE_LEFT_BYTES = 2 * 2 ** 20;
/** At this size a write waits however much there is to move: a disk that cannot keep up sets the pace. */
const FULL_LOG_BYTES = 64 * 2 ** 20;

interface LogFrames {
  readonly log: number;
  readonly checkpointed: number;
}

/** Makes checkpoints off the writing thread. */
export interface Checkpoints {
  readonly busy: boolean;
  /** True when it cannot any more. */
  readonly lost: boolean;
  /** Resolves when it has ended, well or not. */
  checkpoint(): Promise<void>;
}

/** Keeps the write-ahead log short without holding up the thread that writes. */
export class WriteAheadLog {
  private readonly frames;
  private readonly pageBytes: number;
  private alone = false;

  constructor(
    private readonly database: Database,
    private readonly checkpoints: Checkpoints,
  ) {
    this.pageBytes = database.pragma('page_size', { simple: true }) as number;
    database.pragma('wal_autocheckpoint = 0');
    this.frames = database.prepare('PRAGMA wal_checkpoint(NOOP)');
  }

  /** To be awaited before a write: waits when the log is long until it can begin anew. */
  async beforeWrite(): Promise<void> {
    if (this.checkpoints.lost) this.goAlone();
    if (this.alone) return;
    const { log, checkpointed } = this.frames.get() as LogFrames;
    const bytes = log * this.pageBytes;
    if (bytes < LONG_LOG_BYTES) return;
    const littleLeft = (log - checkpointed) * this.pageBytes < LITTLE_LEFT_BYTES && !this.checkpoints.busy;
    if (bytes < FULL_LOG_BYTES && !littleLeft) return;
    // One that is under way began before the latest write, and leaves that out.
    if (this.checkpoints.busy) await this.checkpoints.checkpoint();
    await this.checkpoints.checkpoint();
  }

  /** Starts a checkpoint when there is enough to move. */
  afterWrite(): void {
    if (this.alone) return;
    const { log, checkpointed } = this.frames.get() as LogFrames;
    if ((log - checkpointed) * this.pageBytes >= CHECKPOINT_BYTES && !this.checkpoints.busy) {
      void this.checkpoints.checkpoint();
    }
  }

  /** SQLite makes the checkpoints itself, on the writing thread: slower for everybody, and safe. */
  private goAlone(): void {
    if (this.alone) return;
    this.alone = true;
    this.database.pragma(`wal_autocheckpoint = ${CHECKPOINT_BYTES / this.pageBytes}`);
  }
}
