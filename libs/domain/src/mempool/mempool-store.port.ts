import type { Hash } from '../primitives/hash.ts';

/** An open transaction as it outlives a restart. */
export interface StoredTransaction {
  readonly id: Hash;
  /** The canonical bytes of the transaction. */
  readonly bytes: Uint8Array;
  /** When it was first accepted, in milliseconds since 1970: its age survives a restart. */
  readonly firstSeenMs: number;
}

/** One change of what is kept. All of it happens, or nothing. An id is never in both lists. */
export interface MempoolWrite {
  /** New ones; none of these ids is kept already, unless a crash left it: then the new one takes its place. */
  readonly added: readonly StoredTransaction[];
  /** Ids that are no longer open; one that isn't kept is no mistake. */
  readonly removed: readonly Hash[];
  /**
   * `full`: on disk before the promise resolves, so that no payment that was accepted here is lost in a power cut.
   * `normal`: a crash may lose the latest writes, never their wholeness; enough for what other peers hold as well.
   */
  readonly durability: 'full' | 'normal';
}

/**
 * Keeps the open transactions across restarts and crashes. The caller bounds how many there are
 * (`MempoolParameters.maximumTransactions`). Every adapter passes the same contract suite.
 */
export interface MempoolStore {
  write(write: MempoolWrite): Promise<void>;
  /** All that are kept, in no particular order. */
  load(): Promise<StoredTransaction[]>;
}
