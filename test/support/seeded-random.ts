import { sha256 } from '@noble/hashes/sha2.js';
import { utf8 } from '#domain/primitives/bytes';
import type { Random } from '#domain/primitives/random.port';

/** The same bytes in every run, from a whole number; nothing that must stay secret. */
export class SeededRandom implements Random {
  private drawn = 0;

  constructor(private readonly seed: number) {}

  bytes(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let offset = 0; offset < length; offset += 32) {
      const block = sha256(utf8(`cheesechain test random ${this.seed} ${this.drawn++}`));
      bytes.set(block.subarray(0, Math.min(32, length - offset)), offset);
    }
    return bytes;
  }
}
