import { ripemd160 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { equalBytes, utf8 } from './bytes.ts';
import { invariant } from './invariant.ts';

/** The digests that the chain is made of. Pure functions: whoever computes them, the answer is the same. */
export interface HashFunctions {
  /** 32 bytes (FIPS 180-4). */
  sha256(bytes: Uint8Array): Uint8Array;
  /** 20 bytes. */
  ripemd160(bytes: Uint8Array): Uint8Array;
}

const PORTABLE: HashFunctions = { sha256, ripemd160 };

let current: HashFunctions = PORTABLE;

/** The functions in use: noble's, unless the platform brought faster ones. */
export function hashFunctions(): HashFunctions {
  return current;
}

/**
 * Takes the platform's own functions, which are several times as fast on small inputs; called once, when a program
 * starts. Functions that do not give the same digests throw.
 */
export function useHashFunctions(faster: HashFunctions): void {
  for (const text of ['', 'abc', 'cheese'.repeat(40)]) {
    const bytes = utf8(text);
    invariant(equalBytes(faster.sha256(bytes), PORTABLE.sha256(bytes)), 'the platform’s SHA-256 is SHA-256');
    invariant(equalBytes(faster.ripemd160(bytes), PORTABLE.ripemd160(bytes)), 'the platform’s RIPEMD-160 is that');
  }
  current = faster;
}
