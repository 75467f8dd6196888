/**
 * The functions of SHA-256 (FIPS 180-4, section 4.1.2) over lanes. A lane type is `v128`, which holds the words of
 * four headers side by side, or `u32`, the word of one. The choice is the compiler's, not one at run time.
 */

@inline
export function add<T>(x: T, y: T): T {
  if (isVector<T>()) return i32x4.add(x, y);
  else return x + y;
}

@inline
export function xor<T>(x: T, y: T): T {
  if (isVector<T>()) return v128.xor(x, y);
  else return x ^ y;
}

@inline
function shiftRight<T>(x: T, bits: i32): T {
  if (isVector<T>()) return i32x4.shr_u(x, bits);
  else return x >> bits;
}

@inline
function rotateRight<T>(x: T, bits: i32): T {
  if (isVector<T>()) return v128.or(i32x4.shr_u(x, bits), i32x4.shl(x, 32 - bits));
  else return rotr<u32>(x, bits);
}

/** The word at an address in every lane: one instruction, where a constant of four words takes four. */
@inline
export function uniform<T>(address: usize): T {
  if (isVector<T>()) return v128.load32_splat(address);
  else return load<u32>(address);
}

@inline
export function bigSigma0<T>(x: T): T {
  return xor<T>(xor<T>(rotateRight<T>(x, 2), rotateRight<T>(x, 13)), rotateRight<T>(x, 22));
}

@inline
export function bigSigma1<T>(x: T): T {
  return xor<T>(xor<T>(rotateRight<T>(x, 6), rotateRight<T>(x, 11)), rotateRight<T>(x, 25));
}

@inline
export function smallSigma0<T>(x: T): T {
  return xor<T>(xor<T>(rotateRight<T>(x, 7), rotateRight<T>(x, 18)), shiftRight<T>(x, 3));
}

@inline
export function smallSigma1<T>(x: T): T {
  return xor<T>(xor<T>(rotateRight<T>(x, 17), rotateRight<T>(x, 19)), shiftRight<T>(x, 10));
}

/** The bits of y where x has a one, those of z where it has a zero. */
@inline
export function choose<T>(x: T, y: T, z: T): T {
  if (isVector<T>()) return v128.bitselect(y, z, x);
  else return z ^ (x & (y ^ z));
}

/** The majority of a, b and c, by a ^ b and b ^ c: the next round's b ^ c is this one's a ^ b, so each is made once. */
@inline
export function majority<T>(b: T, ab: T, bc: T): T {
  if (isVector<T>()) return v128.xor(b, v128.and(ab, bc));
  else return b ^ (ab & bc);
}

/** Four words between little-endian and big-endian. */
@inline
export function reverseBytes(words: v128): v128 {
  return i8x16.shuffle(words, words, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
}
