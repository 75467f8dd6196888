import { add, bigSigma0, bigSigma1, choose, majority, smallSigma0, smallSigma1, uniform, xor } from './lanes';
import { K, LANES_BYTES, VARIABLES, WORDS } from './layout';

/** A variable of the state between two blocks of rounds: 0 is a, 7 is h. */
@inline
export function variable<T>(index: usize): T {
  return load<T>(VARIABLES + index * LANES_BYTES);
}

@inline
export function keep<T>(a: T, b: T, c: T, d: T, e: T, f: T, g: T, h: T): void {
  store<T>(VARIABLES + 0 * LANES_BYTES, a);
  store<T>(VARIABLES + 1 * LANES_BYTES, b);
  store<T>(VARIABLES + 2 * LANES_BYTES, c);
  store<T>(VARIABLES + 3 * LANES_BYTES, d);
  store<T>(VARIABLES + 4 * LANES_BYTES, e);
  store<T>(VARIABLES + 5 * LANES_BYTES, f);
  store<T>(VARIABLES + 6 * LANES_BYTES, g);
  store<T>(VARIABLES + 7 * LANES_BYTES, h);
}

@inline
export function word<T>(index: usize): T {
  return load<T>(WORDS + index * LANES_BYTES);
}

@inline
export function setWord<T>(index: usize, value: T): void {
  store<T>(WORDS + index * LANES_BYTES, value);
}

/** T1 of a round (FIPS 180-4, section 6.2.2); `input` is W + K. The order of the sums is the one that runs fastest. */
@inline
export function temporary1<T>(e: T, f: T, g: T, h: T, input: T): T {
  return add<T>(add<T>(bigSigma1<T>(e), choose<T>(e, f, g)), add<T>(h, input));
}

/** T1 + T2 of a round: the new a. For `ab` and `bc` see {@link majority}. */
@inline
export function newA<T>(t1: T, a: T, b: T, ab: T, bc: T): T {
  return add<T>(add<T>(t1, bigSigma0<T>(a)), majority<T>(b, ab, bc));
}

@inline
function input<T>(constants: usize, i: usize): T {
  return add<T>(word<T>(i), uniform<T>(constants + 4 * i));
}

/**
 * Sixteen rounds with the words in memory; `constants` is the address of their first K. Each line is a round; the
 * variables' names move on by one with every line instead of their values.
 */
export function sixteenRounds<T>(constants: usize): void {
  let a = variable<T>(0), b = variable<T>(1), c = variable<T>(2), d = variable<T>(3);
  let e = variable<T>(4), f = variable<T>(5), g = variable<T>(6), h = variable<T>(7);
  let t: T, x = xor<T>(b, c), y: T;
  t = temporary1<T>(e, f, g, h, input<T>(constants, 0)); d = add<T>(d, t); y = xor<T>(a, b); h = newA<T>(t, a, b, y, x);
  t = temporary1<T>(d, e, f, g, input<T>(constants, 1)); c = add<T>(c, t); x = xor<T>(h, a); g = newA<T>(t, h, a, x, y);
  t = temporary1<T>(c, d, e, f, input<T>(constants, 2)); b = add<T>(b, t); y = xor<T>(g, h); f = newA<T>(t, g, h, y, x);
  t = temporary1<T>(b, c, d, e, input<T>(constants, 3)); a = add<T>(a, t); x = xor<T>(f, g); e = newA<T>(t, f, g, x, y);
  t = temporary1<T>(a, b, c, d, input<T>(constants, 4)); h = add<T>(h, t); y = xor<T>(e, f); d = newA<T>(t, e, f, y, x);
  t = temporary1<T>(h, a, b, c, input<T>(constants, 5)); g = add<T>(g, t); x = xor<T>(d, e); c = newA<T>(t, d, e, x, y);
  t = temporary1<T>(g, h, a, b, input<T>(constants, 6)); f = add<T>(f, t); y = xor<T>(c, d); b = newA<T>(t, c, d, y, x);
  t = temporary1<T>(f, g, h, a, input<T>(constants, 7)); e = add<T>(e, t); x = xor<T>(b, c); a = newA<T>(t, b, c, x, y);
  t = temporary1<T>(e, f, g, h, input<T>(constants, 8)); d = add<T>(d, t); y = xor<T>(a, b); h = newA<T>(t, a, b, y, x);
  t = temporary1<T>(d, e, f, g, input<T>(constants, 9)); c = add<T>(c, t); x = xor<T>(h, a); g = newA<T>(t, h, a, x, y);
  t = temporary1<T>(c, d, e, f, input<T>(constants, 10)); b = add<T>(b, t); y = xor<T>(g, h); f = newA<T>(t, g, h, y, x);
  t = temporary1<T>(b, c, d, e, input<T>(constants, 11)); a = add<T>(a, t); x = xor<T>(f, g); e = newA<T>(t, f, g, x, y);
  t = temporary1<T>(a, b, c, d, input<T>(constants, 12)); h = add<T>(h, t); y = xor<T>(e, f); d = newA<T>(t, e, f, y, x);
  t = temporary1<T>(h, a, b, c, input<T>(constants, 13)); g = add<T>(g, t); x = xor<T>(d, e); c = newA<T>(t, d, e, x, y);
  t = temporary1<T>(g, h, a, b, input<T>(constants, 14)); f = add<T>(f, t); y = xor<T>(c, d); b = newA<T>(t, c, d, y, x);
  t = temporary1<T>(f, g, h, a, input<T>(constants, 15)); e = add<T>(e, t); x = xor<T>(b, c); a = newA<T>(t, b, c, x, y);
  keep<T>(a, b, c, d, e, f, g, h);
}

/**
 * Rounds 48 … 60 with the words in memory. Gives e after round 60, which three rounds later is h: the hash's last
 * word without the initial value. Rounds 57 … 59 need no new a, for it would reach e only after round 60.
 */
export function lastRounds<T>(): T {
  let a = variable<T>(0), b = variable<T>(1), c = variable<T>(2), d = variable<T>(3);
  let e = variable<T>(4), f = variable<T>(5), g = variable<T>(6), h = variable<T>(7);
  let t: T, x = xor<T>(b, c), y: T;
  const constants = K + 4 * 48;
  t = temporary1<T>(e, f, g, h, input<T>(constants, 0)); d = add<T>(d, t); y = xor<T>(a, b); h = newA<T>(t, a, b, y, x);
  t = temporary1<T>(d, e, f, g, input<T>(constants, 1)); c = add<T>(c, t); x = xor<T>(h, a); g = newA<T>(t, h, a, x, y);
  t = temporary1<T>(c, d, e, f, input<T>(constants, 2)); b = add<T>(b, t); y = xor<T>(g, h); f = newA<T>(t, g, h, y, x);
  t = temporary1<T>(b, c, d, e, input<T>(constants, 3)); a = add<T>(a, t); x = xor<T>(f, g); e = newA<T>(t, f, g, x, y);
  t = temporary1<T>(a, b, c, d, input<T>(constants, 4)); h = add<T>(h, t); y = xor<T>(e, f); d = newA<T>(t, e, f, y, x);
  t = temporary1<T>(h, a, b, c, input<T>(constants, 5)); g = add<T>(g, t); x = xor<T>(d, e); c = newA<T>(t, d, e, x, y);
  t = temporary1<T>(g, h, a, b, input<T>(constants, 6)); f = add<T>(f, t); y = xor<T>(c, d); b = newA<T>(t, c, d, y, x);
  t = temporary1<T>(f, g, h, a, input<T>(constants, 7)); e = add<T>(e, t); x = xor<T>(b, c); a = newA<T>(t, b, c, x, y);
  t = temporary1<T>(e, f, g, h, input<T>(constants, 8)); d = add<T>(d, t); y = xor<T>(a, b); h = newA<T>(t, a, b, y, x);
  t = temporary1<T>(d, e, f, g, input<T>(constants, 9)); c = add<T>(c, t);
  t = temporary1<T>(c, d, e, f, input<T>(constants, 10)); b = add<T>(b, t);
  t = temporary1<T>(b, c, d, e, input<T>(constants, 11)); a = add<T>(a, t);
  t = temporary1<T>(a, b, c, d, input<T>(constants, 12));
  return add<T>(h, t);
}

/** The word sixteen rounds after word i, in its place. */
@inline
function extendWord<T>(i: usize): void {
  const older = add<T>(word<T>(i), smallSigma0<T>(word<T>((i + 1) & 15)));
  setWord<T>(i, add<T>(add<T>(older, word<T>((i + 9) & 15)), smallSigma1<T>(word<T>((i + 14) & 15))));
}

/** The next thirteen words of the schedule in the place of the first thirteen: all that {@link lastRounds} needs. */
export function extendThirteen<T>(): void {
  extendWord<T>(0);
  extendWord<T>(1);
  extendWord<T>(2);
  extendWord<T>(3);
  extendWord<T>(4);
  extendWord<T>(5);
  extendWord<T>(6);
  extendWord<T>(7);
  extendWord<T>(8);
  extendWord<T>(9);
  extendWord<T>(10);
  extendWord<T>(11);
  extendWord<T>(12);
}

/** The next sixteen words of the schedule in the place of these. */
export function extendSixteen<T>(): void {
  extendThirteen<T>();
  extendWord<T>(13);
  extendWord<T>(14);
  extendWord<T>(15);
}
