import { begin, compress, state } from './compress';
import { uniform } from './lanes';
import { PADDING, SECOND_LENGTH } from './layout';
import { setWord } from './rounds';

/** A word of zeros, and the length in bits of two digests side by side. */
const ZERO = memory.data<u32>([0]);
const PAIR_LENGTH = memory.data<u32>([512]);

@inline
function setPadding<T>(first: usize, length: usize): void {
  setWord<T>(first, uniform<T>(PADDING));
  for (let i = first + 1; i < 15; i++) setWord<T>(i, uniform<T>(ZERO));
  setWord<T>(15, uniform<T>(length));
}

/** The hash of the hash in the state, in its place. */
export function hashAgain<T>(): void {
  for (let i: usize = 0; i < 8; i++) setWord<T>(i, state<T>(i));
  setPadding<T>(8, SECOND_LENGTH);
  begin<T>();
  compress<T>();
}

/** The double hash of 64 bytes, whose words are in the schedule: a merkle tree's node. */
export function hashPair<T>(): void {
  begin<T>();
  compress<T>();
  setPadding<T>(0, PAIR_LENGTH);
  compress<T>();
  hashAgain<T>();
}
