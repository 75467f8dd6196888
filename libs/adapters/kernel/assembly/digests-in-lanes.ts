import { state } from './compress';
import { hashPair } from './double-hash';
import { reverseBytes } from './lanes';
import { MESSAGE } from './message';
import { setWord } from './rounds';

/** Word `index` of four blocks of 64 bytes that stand one after another. */
@inline
function gather(address: usize, index: usize): v128 {
  const at = address + 4 * index;
  let words = v128.load32_splat(at);
  words = i32x4.replace_lane(words, 1, load<i32>(at + 64));
  words = i32x4.replace_lane(words, 2, load<i32>(at + 128));
  words = i32x4.replace_lane(words, 3, load<i32>(at + 192));
  return reverseBytes(words);
}

@inline
function scatter(address: usize, index: usize): void {
  const words = reverseBytes(state<v128>(index));
  const at = address + 4 * index;
  store<i32>(at, i32x4.extract_lane(words, 0));
  store<i32>(at + 32, i32x4.extract_lane(words, 1));
  store<i32>(at + 64, i32x4.extract_lane(words, 2));
  store<i32>(at + 96, i32x4.extract_lane(words, 3));
}

/** Like `hashPairs`, four at a time; gives how many are done: those left over are fewer than four. */
export function hashPairsInLanes(count: usize): usize {
  let done: usize = 0;
  for (; done + 4 <= count; done += 4) {
    for (let i: usize = 0; i < 16; i++) setWord<v128>(i, gather(MESSAGE + 64 * done, i));
    hashPair<v128>();
    for (let i: usize = 0; i < 8; i++) scatter(MESSAGE + 32 * done, i);
  }
  return done;
}
