import { HASH_BYTES } from '../primitives/hash.ts';
import { invariant } from '../primitives/invariant.ts';
import { TWO_TO_256, targetToBytes } from './target.ts';

/** Hashes expected until one meets the target (1 … 2^256 − 1): floor(2^256 / (target + 1)), Bitcoin's chain work. */
export function workOf(target: bigint): bigint {
  return TWO_TO_256 / (target + 1n);
}

/**
 * How many times harder than the network's easiest target: 1 for that one. For people and figures, never for rules:
 * a floating-point number, exact to about 15 digits.
 */
export function difficultyOf(target: bigint, easiestTarget: bigint): number {
  return Number(easiestTarget) / Number(target);
}

/**
 * Is the hash, read as a little-endian number, at most the target? Both are 32 bytes in internal order
 * ({@link targetToBytes}); no bigint is made, so a search may ask it for every nonce.
 */
export function digestIsAtMost(internalDigest: Uint8Array, targetBytes: Uint8Array): boolean {
  for (let i = HASH_BYTES - 1; i >= 0; i--) {
    const difference = (internalDigest[i] as number) - (targetBytes[i] as number);
    if (difference !== 0) return difference < 0;
  }
  return true;
}

/** The same for a single header: does its hash (32 bytes, internal order) meet the target? */
export function hashMeetsTarget(internalDigest: Uint8Array, target: bigint): boolean {
  invariant(internalDigest.length === HASH_BYTES, 'a hash has 32 bytes');
  return digestIsAtMost(internalDigest, targetToBytes(target));
}
