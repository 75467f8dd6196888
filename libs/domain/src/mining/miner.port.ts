import type { Cancellation } from '../primitives/cancellation.ts';

/** What a search did so far. */
export interface MiningProgress {
  /** Hashes tried since this search began, in whole chunks of each thread. */
  readonly hashes: number;
  /** Hashes a second over the last moments. */
  readonly hashesPerSecond: number;
}

export interface MiningSearch {
  /** The 80 bytes of a header; the search replaces its nonce (bytes 76 … 79). */
  readonly header: Uint8Array;
  /** The hash, read as a little-endian 256-bit number, must not exceed it. */
  readonly target: bigint;
  /** The nonces to try, `start + count` ≤ 2^32; all 2^32 when it is left out. */
  readonly nonces?: { readonly start: number; readonly count: number };
  /** 1 … the machine's number of cores. */
  readonly threads: number;
  readonly cancellation?: Cancellation;
  /** Called a few times a second. */
  readonly onProgress?: (progress: MiningProgress) => void;
}

/** How a search ended: `exhausted` when all nonces failed; then the caller changes time or extra nonce. */
export type MiningOutcome =
  | { readonly kind: 'found'; readonly nonce: number; readonly hashes: number }
  | { readonly kind: 'exhausted'; readonly hashes: number }
  | { readonly kind: 'cancelled'; readonly hashes: number };

/** Searches nonces of SHA-256d headers away from the event loop. One search at a time. */
export interface Miner {
  /** Which kernel runs, for logs, API and metrics. */
  readonly description: string;
  /** @throws when another search runs, when the miner is closed, or when its threads can't start */
  search(search: MiningSearch): Promise<MiningOutcome>;
  /** Stops a search that runs and ends the threads. */
  close(): Promise<void>;
}
