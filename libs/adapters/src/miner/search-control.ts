/** About 4 ms with SIMD, 12 ms without: so long a thread may take to notice that its work was replaced. */
export const CHUNK_NONCES = 32_768;

const STOPPED = 0;
const NEXT_CHUNK = 1;
const FLAGS_BYTES = 8;
const COUNT_BYTES = 8;

/** A run of nonces that one thread tries. */
export interface NonceChunk {
  readonly start: number;
  readonly count: number;
}

/**
 * What the threads of one search share: whether to stop, which nonces are handed out, and how many each has tried.
 * A chunk goes to whoever asks first, so that no nonce is tried twice and no thread waits for a slower one.
 */
export class SearchControl {
  readonly buffer: SharedArrayBuffer;
  private readonly flags: Int32Array;
  private readonly counts: BigInt64Array;

  constructor(shared: { readonly threads: number } | { readonly buffer: SharedArrayBuffer }) {
    this.buffer =
      'buffer' in shared ? shared.buffer : new SharedArrayBuffer(FLAGS_BYTES + COUNT_BYTES * shared.threads);
    this.flags = new Int32Array(this.buffer, 0, 2);
    this.counts = new BigInt64Array(this.buffer, FLAGS_BYTES);
  }

  stop(): void {
    Atomics.store(this.flags, STOPPED, 1);
  }

  get isStopped(): boolean {
    return Atomics.load(this.flags, STOPPED) === 1;
  }

  /** The next nonces of `range` that nobody has had, or undefined when all are handed out. */
  takeChunk(range: NonceChunk): NonceChunk | undefined {
    const offset = Atomics.add(this.flags, NEXT_CHUNK, 1) * CHUNK_NONCES;
    if (offset >= range.count) return undefined;
    return { start: range.start + offset, count: Math.min(CHUNK_NONCES, range.count - offset) };
  }

  addHashes(thread: number, hashes: number): void {
    Atomics.add(this.counts, thread, BigInt(hashes));
  }

  /** Hashes that all threads tried so far. */
  hashes(): number {
    let sum = 0n;
    for (let thread = 0; thread < this.counts.length; thread++) sum += Atomics.load(this.counts, thread);
    return Number(sum);
  }
}
