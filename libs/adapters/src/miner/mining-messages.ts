import type { NonceChunk } from './search-control.ts';

/** `low` lets everything else on the machine go first, where the system can do that for a single thread. */
export type MiningPriority = 'low' | 'normal';

/** What a mining thread is started with. */
export interface MiningThreadData {
  readonly kernel: WebAssembly.Module;
  readonly priority: MiningPriority;
}

/** One thread's part in a search. */
export interface MiningJob {
  readonly search: number;
  /** The thread's own counter in the shared memory. */
  readonly thread: number;
  readonly control: SharedArrayBuffer;
  readonly header: Uint8Array;
  readonly target: bigint;
  readonly range: NonceChunk;
}

/** How a thread's part ended; without a nonce because it was stopped or nothing was left. */
export interface MiningJobEnd {
  readonly search: number;
  readonly nonce: number | undefined;
}
