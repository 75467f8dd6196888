import { add, smallSigma0, smallSigma1, uniform, xor } from './lanes';
import {
  AFTER_ROUND_2, FIRST_HASH, FIRST_INPUTS, FIRST_LENGTH, K, LANES_BYTES, MIDSTATE, PADDING, ROUND_3_A, ROUND_3_E,
  SIGMA0_FIRST_LENGTH, W16, W17, W18_PART, W19_PART, W31_PART,
} from './layout';
import { extendSixteen, keep, newA, setWord, sixteenRounds, temporary1, variable } from './rounds';

@inline
function input<T>(round: usize): T {
  return uniform<T>(FIRST_INPUTS + 4 * round);
}

/** Rounds 3 … 15 of the header's second chunk, whose words are the nonce and the padding. */
function roundsFromNonce<T>(nonce: T): void {
  let a = uniform<T>(AFTER_ROUND_2), b = uniform<T>(AFTER_ROUND_2 + 4), c = uniform<T>(AFTER_ROUND_2 + 8);
  let e = uniform<T>(AFTER_ROUND_2 + 16), f = uniform<T>(AFTER_ROUND_2 + 20), g = uniform<T>(AFTER_ROUND_2 + 24);
  let d = add<T>(nonce, uniform<T>(ROUND_3_E)), h = add<T>(nonce, uniform<T>(ROUND_3_A));
  let t: T, x: T, y = xor<T>(a, b);
  t = temporary1<T>(d, e, f, g, input<T>(4)); c = add<T>(c, t); x = xor<T>(h, a); g = newA<T>(t, h, a, x, y);
  t = temporary1<T>(c, d, e, f, input<T>(5)); b = add<T>(b, t); y = xor<T>(g, h); f = newA<T>(t, g, h, y, x);
  t = temporary1<T>(b, c, d, e, input<T>(6)); a = add<T>(a, t); x = xor<T>(f, g); e = newA<T>(t, f, g, x, y);
  t = temporary1<T>(a, b, c, d, input<T>(7)); h = add<T>(h, t); y = xor<T>(e, f); d = newA<T>(t, e, f, y, x);
  t = temporary1<T>(h, a, b, c, input<T>(8)); g = add<T>(g, t); x = xor<T>(d, e); c = newA<T>(t, d, e, x, y);
  t = temporary1<T>(g, h, a, b, input<T>(9)); f = add<T>(f, t); y = xor<T>(c, d); b = newA<T>(t, c, d, y, x);
  t = temporary1<T>(f, g, h, a, input<T>(10)); e = add<T>(e, t); x = xor<T>(b, c); a = newA<T>(t, b, c, x, y);
  t = temporary1<T>(e, f, g, h, input<T>(11)); d = add<T>(d, t); y = xor<T>(a, b); h = newA<T>(t, a, b, y, x);
  t = temporary1<T>(d, e, f, g, input<T>(12)); c = add<T>(c, t); x = xor<T>(h, a); g = newA<T>(t, h, a, x, y);
  t = temporary1<T>(c, d, e, f, input<T>(13)); b = add<T>(b, t); y = xor<T>(g, h); f = newA<T>(t, g, h, y, x);
  t = temporary1<T>(b, c, d, e, input<T>(14)); a = add<T>(a, t); x = xor<T>(f, g); e = newA<T>(t, f, g, x, y);
  t = temporary1<T>(a, b, c, d, input<T>(15)); h = add<T>(h, t); y = xor<T>(e, f); d = newA<T>(t, e, f, y, x);
  // Thirteen rounds have moved the names on by three: what is called e is a.
  keep<T>(d, e, f, g, h, a, b, c);
}

/** Words 16 … 31, without the terms that padding makes zero. */
function extendFromNonce<T>(nonce: T): void {
  const w16 = uniform<T>(W16);
  const w17 = uniform<T>(W17);
  const w18 = add<T>(uniform<T>(W18_PART), smallSigma0<T>(nonce));
  const w19 = add<T>(uniform<T>(W19_PART), nonce);
  const w20 = add<T>(uniform<T>(PADDING), smallSigma1<T>(w18));
  const w21 = smallSigma1<T>(w19);
  const w22 = add<T>(uniform<T>(FIRST_LENGTH), smallSigma1<T>(w20));
  const w23 = add<T>(w16, smallSigma1<T>(w21));
  const w24 = add<T>(w17, smallSigma1<T>(w22));
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
  setWord<T>(14, add<T>(add<T>(w23, smallSigma1<T>(w28)), uniform<T>(SIGMA0_FIRST_LENGTH)));
  setWord<T>(15, add<T>(add<T>(w24, smallSigma1<T>(w29)), uniform<T>(W31_PART)));
}

@inline
function finish<T>(index: usize): void {
  store<T>(FIRST_HASH + index * LANES_BYTES, add<T>(variable<T>(index), uniform<T>(MIDSTATE + 4 * index)));
}

/** SHA-256 of the prepared header with these nonces (as the big-endian words that the message holds). */
export function firstHash<T>(nonce: T): void {
  roundsFromNonce<T>(nonce);
  extendFromNonce<T>(nonce);
  sixteenRounds<T>(K + 4 * 16);
  extendSixteen<T>();
  sixteenRounds<T>(K + 4 * 32);
  extendSixteen<T>();
  sixteenRounds<T>(K + 4 * 48);
  finish<T>(0);
  finish<T>(1);
  finish<T>(2);
  finish<T>(3);
  finish<T>(4);
  finish<T>(5);
  finish<T>(6);
  finish<T>(7);
}
