import { add, smallSigma0, smallSigma1, uniform, xor } from './lanes';
import {
  FIRST_HASH, INITIAL, K, LANES_BYTES, PADDING, SECOND_INPUTS, SECOND_LENGTH, SECOND_ROUND_0_A, SECOND_ROUND_0_E,
  SIGMA0_PADDING, SIGMA0_SECOND_LENGTH, SIGMA1_SECOND_LENGTH,
} from './layout';
import { extendSixteen, extendThirteen, keep, lastRounds, newA, setWord, sixteenRounds, temporary1 } from './rounds';

/** A word of the message: the first hash. */
@inline
function message<T>(index: usize): T {
  return load<T>(FIRST_HASH + index * LANES_BYTES);
}

@inline
function hashInput<T>(round: usize): T {
  return add<T>(message<T>(round), uniform<T>(K + 4 * round));
}

@inline
function paddingInput<T>(round: usize): T {
  return uniform<T>(SECOND_INPUTS + 4 * round);
}

/** Rounds 0 … 15: the first hash, then padding. */
function roundsFromHash<T>(): void {
  let a = uniform<T>(INITIAL), b = uniform<T>(INITIAL + 4), c = uniform<T>(INITIAL + 8);
  let e = uniform<T>(INITIAL + 16), f = uniform<T>(INITIAL + 20), g = uniform<T>(INITIAL + 24);
  let d = add<T>(message<T>(0), uniform<T>(SECOND_ROUND_0_E)), h = add<T>(message<T>(0), uniform<T>(SECOND_ROUND_0_A));
  let t: T, x: T, y = xor<T>(a, b);
  t = temporary1<T>(d, e, f, g, hashInput<T>(1)); c = add<T>(c, t); x = xor<T>(h, a); g = newA<T>(t, h, a, x, y);
  t = temporary1<T>(c, d, e, f, hashInput<T>(2)); b = add<T>(b, t); y = xor<T>(g, h); f = newA<T>(t, g, h, y, x);
  t = temporary1<T>(b, c, d, e, hashInput<T>(3)); a = add<T>(a, t); x = xor<T>(f, g); e = newA<T>(t, f, g, x, y);
  t = temporary1<T>(a, b, c, d, hashInput<T>(4)); h = add<T>(h, t); y = xor<T>(e, f); d = newA<T>(t, e, f, y, x);
  t = temporary1<T>(h, a, b, c, hashInput<T>(5)); g = add<T>(g, t); x = xor<T>(d, e); c = newA<T>(t, d, e, x, y);
  t = temporary1<T>(g, h, a, b, hashInput<T>(6)); f = add<T>(f, t); y = xor<T>(c, d); b = newA<T>(t, c, d, y, x);
  t = temporary1<T>(f, g, h, a, hashInput<T>(7)); e = add<T>(e, t); x = xor<T>(b, c); a = newA<T>(t, b, c, x, y);
  t = temporary1<T>(e, f, g, h, paddingInput<T>(8)); d = add<T>(d, t); y = xor<T>(a, b); h = newA<T>(t, a, b, y, x);
  t = temporary1<T>(d, e, f, g, paddingInput<T>(9)); c = add<T>(c, t); x = xor<T>(h, a); g = newA<T>(t, h, a, x, y);
  t = temporary1<T>(c, d, e, f, paddingInput<T>(10)); b = add<T>(b, t); y = xor<T>(g, h); f = newA<T>(t, g, h, y, x);
  t = temporary1<T>(b, c, d, e, paddingInput<T>(11)); a = add<T>(a, t); x = xor<T>(f, g); e = newA<T>(t, f, g, x, y);
  t = temporary1<T>(a, b, c, d, paddingInput<T>(12)); h = add<T>(h, t); y = xor<T>(e, f); d = newA<T>(t, e, f, y, x);
  t = temporary1<T>(h, a, b, c, paddingInput<T>(13)); g = add<T>(g, t); x = xor<T>(d, e); c = newA<T>(t, d, e, x, y);
  t = temporary1<T>(g, h, a, b, paddingInput<T>(14)); f = add<T>(f, t); y = xor<T>(c, d); b = newA<T>(t, c, d, y, x);
  t = temporary1<T>(f, g, h, a, paddingInput<T>(15)); e = add<T>(e, t); x = xor<T>(b, c); a = newA<T>(t, b, c, x, y);
  keep<T>(a, b, c, d, e, f, g, h);
}

/** Words 16 … 31, without the terms that padding makes zero. */
function extendFromHash<T>(): void {
  const w16 = add<T>(smallSigma0<T>(message<T>(1)), message<T>(0));
  const w17 = add<T>(add<T>(smallSigma0<T>(message<T>(2)), message<T>(1)), uniform<T>(SIGMA1_SECOND_LENGTH));
  const w18 = add<T>(add<T>(smallSigma0<T>(message<T>(3)), message<T>(2)), smallSigma1<T>(w16));
  const w19 = add<T>(add<T>(smallSigma0<T>(message<T>(4)), message<T>(3)), smallSigma1<T>(w17));
  const w20 = add<T>(add<T>(smallSigma0<T>(message<T>(5)), message<T>(4)), smallSigma1<T>(w18));
  const w21 = add<T>(add<T>(smallSigma0<T>(message<T>(6)), message<T>(5)), smallSigma1<T>(w19));
  const w22Part = add<T>(message<T>(6), uniform<T>(SECOND_LENGTH));
  const w22 = add<T>(add<T>(smallSigma0<T>(message<T>(7)), w22Part), smallSigma1<T>(w20));
  const w23Part = add<T>(message<T>(7), uniform<T>(SIGMA0_PADDING));
  const w23 = add<T>(add<T>(w16, w23Part), smallSigma1<T>(w21));
  const w24 = add<T>(add<T>(w17, uniform<T>(PADDING)), smallSigma1<T>(w22));
  const w25 = add<T>(w18, smallSigma1<T>(w23));
  const w26 = add<T>(w19, smallSigma1<T>(w24));
  const w27 = add<T>(w20, smallSigma1<T>(w25));
  const w28 = add<T>(w21, smallSigma1<T>(w26));
  const w29 = add<T>(w22, smallSigma1<T>(w27));
  setWord<T>(0, w16);
  setWord<T>(1, w17);
  setWord<T>(2, w18);
  setWord<T>(3, w19);
  setWord<T>(4, w20);
  setWord<T>(5, w21);
  setWord<T>(6, w22);
  setWord<T>(7, w23);
  setWord<T>(8, w24);
  setWord<T>(9, w25);
  setWord<T>(10, w26);
  setWord<T>(11, w27);
  setWord<T>(12, w28);
  setWord<T>(13, w29);
  setWord<T>(14, add<T>(add<T>(w23, smallSigma1<T>(w28)), uniform<T>(SIGMA0_SECOND_LENGTH)));
  const w31Part = add<T>(smallSigma0<T>(w16), uniform<T>(SECOND_LENGTH));
  setWord<T>(15, add<T>(add<T>(w24, smallSigma1<T>(w29)), w31Part));
}

/** The last word of SHA-256 of the first hash: in Bitcoin's byte order the most significant part of a header's hash. */
export function lastWordOfSecondHash<T>(): T {
  roundsFromHash<T>();
  extendFromHash<T>();
  sixteenRounds<T>(K + 4 * 16);
  extendSixteen<T>();
  sixteenRounds<T>(K + 4 * 32);
  extendThirteen<T>();
  return add<T>(lastRounds<T>(), uniform<T>(INITIAL + 28));
}
