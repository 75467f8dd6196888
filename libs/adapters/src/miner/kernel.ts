import { readFileSync } from 'node:fs';
import { compiledFile } from '../workers/compiled-file.ts';

/** `simd` tries four headers at a time; `scalar` one, where WebAssembly has no SIMD. */
export type KernelName = 'simd' | 'scalar';

interface KernelExports {
  readonly memory: WebAssembly.Memory;
  headerAddress(): number;
  prepare(): void;
  search(start: number, count: number, highestTop: number): number;
}

/** A compiled kernel: threads share it, each with an instance of its own. */
export interface KernelModule {
  readonly name: KernelName;
  readonly module: WebAssembly.Module;
}

/** Reads and compiles a kernel: the fastest that this machine can run, unless one is named. */
export function loadKernel(name?: KernelName): KernelModule {
  if (name === 'scalar') return { name, module: new WebAssembly.Module(readKernel('scalar')) };
  const simd = readKernel('simd');
  if (name === undefined && !WebAssembly.validate(simd)) return loadKernel('scalar');
  return { name: 'simd', module: new WebAssembly.Module(simd) };
}

function readKernel(name: KernelName): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(compiledFile(import.meta.url, `${name}.wasm`)));
}

/** The inner loop of mining, on the calling thread. */
export class Kernel {
  private readonly exports: KernelExports;
  private readonly header: Uint8Array;

  constructor(module: WebAssembly.Module) {
    // The compiler's runtime asks for `abort`; without assertions nothing calls it.
    const imports = { env: { abort() {} } };
    this.exports = new WebAssembly.Instance(module, imports).exports as unknown as KernelExports;
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
