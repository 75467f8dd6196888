import { randomBytes } from 'node:crypto';
import type { Random } from '#domain/primitives/random.port';

/** The operating system's randomness. */
export class SystemRandom implements Random {
  bytes(length: number): Uint8Array {
    return randomBytes(length);
  }
}
