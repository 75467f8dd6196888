import { startKernel } from '../kernel/load-kernel.ts';

interface KernelExports {
  readonly memory: WebAssembly.Memory;
  headerAddress(): number;
  prepare(): void;
  search(start: number, count: number, highestTop: number): number;
}

/** The inner loop of mining, on the calling thread. */
export class Kernel {
  private readonly exports: KernelExports;
  private readonly header: Uint8Array;

  constructor(module: WebAssembly.Module) {
    this.exports = startKernel<KernelExports>(module);
    this.header = new Uint8Array(this.exports.memory.buffer, this.exports.headerAddress(), 80);
  }

  /** Takes the 80 bytes whose nonces are searched from now on. */
  setHeader(header: Uint8Array): void {
    this.header.set(header);
    this.exports.prepare();
  }

  /**
   * The first nonce in [start, start + count) whose hash has most significant 32 bits of at most `highestTop`, or
   * undefined. `start + count` ≤ 2^32. The other bits are the caller's to compare.
   */
  firstCandidate(start: number, count: number, highestTop: number): number | undefined {
    const nonce = this.exports.search(start, count, highestTop);
    return nonce < 0 ? undefined : nonce;
  }
}
