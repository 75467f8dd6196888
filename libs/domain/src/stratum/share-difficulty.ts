import { invariant } from '../primitives/invariant.ts';

/**
 * Share difficulties are powers of two, so that miners, who compute targets in floating point, and this server mean
 * the same target to the last bit. The exponent is what is passed around here.
 */
export const MIN_DIFFICULTY_EXPONENT = -16;
/** Beyond the difficulty of any share that one machine could find in a year. */
export const MAX_DIFFICULTY_EXPONENT = 48;

/** Bitcoin's (and Stratum's) target of difficulty 1: one hash in about 2^32 meets it. */
const DIFFICULTY_1_TARGET = 0xffffn << 208n;

/** The number that `mining.set_difficulty` carries: 2^exponent, exact. */
export function difficultyOfExponent(exponent: number): number {
  return 2 ** exponent;
}

/** The greatest hash of a share. */
export function targetOfExponent(exponent: number): bigint {
  invariant(
    Number.isInteger(exponent) && exponent >= MIN_DIFFICULTY_EXPONENT && exponent <= MAX_DIFFICULTY_EXPONENT,
    'a difficulty exponent is -16 … 48',
  );
  return exponent < 0 ? DIFFICULTY_1_TARGET << BigInt(-exponent) : DIFFICULTY_1_TARGET >> BigInt(exponent);
}

/** How many hashes a share of this difficulty takes on average. */
export function hashesOfExponent(exponent: number): number {
  return 2 ** (32 + exponent);
}

/** The hardest difficulty whose shares are not harder to find than a block; the least one on easy networks. */
export function exponentWithin(networkTarget: bigint): number {
  let exponent = MIN_DIFFICULTY_EXPONENT;
  while (exponent < MAX_DIFFICULTY_EXPONENT && targetOfExponent(exponent + 1) >= networkTarget) exponent++;
  return exponent;
}
