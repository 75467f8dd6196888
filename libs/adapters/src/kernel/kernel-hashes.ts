import { type HashFunctions, PORTABLE_HASHES } from '#domain/primitives/hash-functions';
import { startKernel } from './load-kernel.ts';

const PAIR_BYTES = 64;

interface KernelExports {
  readonly memory: WebAssembly.Memory;
  messageAddress(): number;
  maxMessageBytes(): number;
  digestAddress(): number;
  sha256(length: number): void;
  sha256d(length: number): void;
  hash160(length: number): void;
  sha256dPairs(count: number): void;
}

/**
 * Digests by the kernel. On messages as short as transactions and merkle nodes, what costs most is the call and what
 * it allocates: OpenSSL's through Node's API takes a few times as long. Longer ones than the kernel's memory holds
 * are hashed portably; blocks have none.
 */
export class KernelHashes implements HashFunctions {
  private readonly exports: KernelExports;
  private readonly memory: Uint8Array;
  private readonly message: number;
  private readonly digest: number;
  private readonly maxBytes: number;

  constructor(module: WebAssembly.Module) {
    this.exports = startKernel<KernelExports>(module);
    this.memory = new Uint8Array(this.exports.memory.buffer);
    this.message = this.exports.messageAddress();
    this.digest = this.exports.digestAddress();
    this.maxBytes = this.exports.maxMessageBytes();
  }

  sha256(bytes: Uint8Array): Uint8Array {
    if (bytes.length > this.maxBytes) return PORTABLE_HASHES.sha256(bytes);
    this.memory.set(bytes, this.message);
    this.exports.sha256(bytes.length);
    return this.memory.slice(this.digest, this.digest + 32);
  }

  sha256d(bytes: Uint8Array): Uint8Array {
    if (bytes.length > this.maxBytes) return PORTABLE_HASHES.sha256d(bytes);
    this.memory.set(bytes, this.message);
    this.exports.sha256d(bytes.length);
    return this.memory.slice(this.digest, this.digest + 32);
  }

  hash160(bytes: Uint8Array): Uint8Array {
    if (bytes.length > this.maxBytes) return PORTABLE_HASHES.hash160(bytes);
    this.memory.set(bytes, this.message);
    this.exports.hash160(bytes.length);
    return this.memory.slice(this.digest, this.digest + 20);
  }

  sha256dPairs(pairs: Uint8Array): Uint8Array {
    const hashes = new Uint8Array(pairs.length / 2);
    for (let from = 0; from < pairs.length; from += this.maxBytes) {
      const piece = pairs.subarray(from, from + this.maxBytes);
      this.memory.set(piece, this.message);
      this.exports.sha256dPairs(piece.length / PAIR_BYTES);
      hashes.set(this.memory.subarray(this.message, this.message + piece.length / 2), from / 2);
    }
    return hashes;
  }
}
