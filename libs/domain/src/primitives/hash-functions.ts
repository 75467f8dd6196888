import { ripemd160 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { equalBytes, utf8 } from './bytes.ts';
import { invariant } from './invariant.ts';

const PAIR_BYTES = 64;

/** The digests that the chain is made of. Pure functions: whoever computes them, the answer is the same. */
export interface HashFunctions {
  /** 32 bytes (FIPS 180-4). */
  sha256(bytes: Uint8Array): Uint8Array;
  /** SHA-256 of SHA-256, 32 bytes. */
  sha256d(bytes: Uint8Array): Uint8Array;
  /** RIPEMD-160 of SHA-256, 20 bytes. */
  hash160(bytes: Uint8Array): Uint8Array;
  /** A level of a merkle tree: of n times 64 bytes the n double hashes, one after another. */
  sha256dPairs(pairs: Uint8Array): Uint8Array;
}

/** noble's: they run everywhere. */
export const PORTABLE_HASHES: HashFunctions = {
  sha256: (bytes) => sha256(bytes),
  sha256d: (bytes) => sha256(sha256(bytes)),
  hash160: (bytes) => ripemd160(sha256(bytes)),
  sha256dPairs: (pairs) => {
    const hashes = new Uint8Array(pairs.length / 2);
    for (let at = 0; at < pairs.length; at += PAIR_BYTES) {
      hashes.set(sha256(sha256(pairs.subarray(at, at + PAIR_BYTES))), at / 2);
    }
    return hashes;
  },
};

let current: HashFunctions = PORTABLE_HASHES;

/** The functions in use: the portable ones, unless the platform brought faster ones. */
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
    invariant(equalBytes(faster.sha256(bytes), PORTABLE_HASHES.sha256(bytes)), 'the platform’s SHA-256 is SHA-256');
    invariant(equalBytes(faster.sha256d(bytes), PORTABLE_HASHES.sha256d(bytes)), 'and the double one is that twice');
    invariant(equalBytes(faster.hash160(bytes), PORTABLE_HASHES.hash160(bytes)), 'the platform’s HASH160 is that');
  }
  const pairs = utf8('merkle'.repeat(96)).subarray(0, 9 * PAIR_BYTES);
  invariant(equalBytes(faster.sha256dPairs(pairs), PORTABLE_HASHES.sha256dPairs(pairs)), 'pairs are hashed each alone');
  current = faster;
}
