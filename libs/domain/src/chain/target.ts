import { fromHex } from '../primitives/bytes.ts';
import { HASH_BYTES } from '../primitives/hash.ts';
import { invariant } from '../primitives/invariant.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';
import type { CompactRefusal } from './target.errors.ts';

/** Every hash and every target is below it. */
export const TWO_TO_256 = 1n << 256n;

const MANTISSA_MASK = 0x007f_ffff;
const SIGN_BIT = 0x0080_0000;

/**
 * The target that a header's bits (uint32) stand for, 1 … 2^256 − 1: Bitcoin's compact form, a floating-point number
 * of base 256 whose high byte counts the bytes of the number and whose other three are its first digits.
 * Zero, negative and overflowing forms are refused exactly where Bitcoin refuses them (arith_uint256::SetCompact,
 * DeriveTarget).
 */
export function decodeCompact(bits: number): Result<bigint, CompactRefusal> {
  invariant(bits === bits >>> 0, 'bits are a uint32');
  const size = bits >>> 24;
  const digits = bits & MANTISSA_MASK;
  const mantissa = size <= 3 ? digits >>> (8 * (3 - size)) : digits;
  if (mantissa === 0) return refused({ code: 'target-zero', bits });
  if ((bits & SIGN_BIT) !== 0) return refused({ code: 'target-negative', bits });
  if (size > 34 || (mantissa > 0xff && size > 33) || (mantissa > 0xffff && size > 32)) {
    return refused({ code: 'target-overflow', bits });
  }
  return accepted(size <= 3 ? BigInt(mantissa) : BigInt(mantissa) << BigInt(8 * (size - 3)));
}

/** The target of bits that have passed the rules already; throws on others. */
export function targetOf(bits: number): bigint {
  const decoded = decodeCompact(bits);
  invariant(decoded.ok, `bits without a target: ${formatBits(bits)}`);
  return decoded.value;
}

/**
 * The compact form of a target (1 … 2^256 − 1): its three first digits, so the result stands for the target or for
 * the nearest one below it that has a compact form. The only form Bitcoin itself writes for that target.
 */
export function encodeCompact(target: bigint): number {
  invariant(target > 0n && target < TWO_TO_256, 'a target is 1 … 2^256 − 1');
  let size = Math.ceil(target.toString(16).length / 2);
  let mantissa = size <= 3 ? Number(target) << (8 * (3 - size)) : Number(target >> BigInt(8 * (size - 3)));
  if ((mantissa & SIGN_BIT) !== 0) {
    // The first digit would be taken for a sign: a zero goes before it.
    mantissa >>>= 8;
    size += 1;
  }
  return ((size << 24) | mantissa) >>> 0;
}

/** The greatest target with a compact form that does not exceed this one. */
export function roundDownToCompact(target: bigint): bigint {
  return targetOf(encodeCompact(target));
}

/** Bits as people read them: 8 lower-case hex digits. */
export function formatBits(bits: number): string {
  return bits.toString(16).padStart(8, '0');
}

/** The target as 32 bytes in a hash's internal order (little-endian), ready for {@link digestIsAtMost}. */
export function targetToBytes(target: bigint): Uint8Array {
  return fromHex(target.toString(16).padStart(2 * HASH_BYTES, '0')).reverse();
}
