import { add, uniform } from './lanes';
import { INITIAL, K, LANES_BYTES } from './layout';
import { STATE } from './message';
import { extendSixteen, keep, sixteenRounds, variable } from './rounds';

@inline
export function state<T>(index: usize): T {
  return load<T>(STATE + index * LANES_BYTES);
}

@inline
function setState<T>(index: usize, value: T): void {
  store<T>(STATE + index * LANES_BYTES, value);
}

/** Begins a hash (FIPS 180-4, section 5.3.3). */
export function begin<T>(): void {
  for (let i: usize = 0; i < 8; i++) setState<T>(i, uniform<T>(INITIAL + 4 * i));
}

/** Takes the sixteen words of the schedule into the state (FIPS 180-4, section 6.2.2). */
export function compress<T>(): void {
  keep<T>(
    state<T>(0), state<T>(1), state<T>(2), state<T>(3), state<T>(4), state<T>(5), state<T>(6), state<T>(7),
  );
  sixteenRounds<T>(K);
  extendSixteen<T>();
  sixteenRounds<T>(K + 4 * 16);
  extendSixteen<T>();
  sixteenRounds<T>(K + 4 * 32);
  extendSixteen<T>();
  sixteenRounds<T>(K + 4 * 48);
  for (let i: usize = 0; i < 8; i++) setState<T>(i, add<T>(state<T>(i), variable<T>(i)));
}
