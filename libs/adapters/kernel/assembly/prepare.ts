import { bigSigma0, bigSigma1, choose, majority, smallSigma0, smallSigma1 } from './lanes';
import {
  AFTER_ROUND_2, FIRST_INPUTS, FIRST_LENGTH, HEADER, INITIAL, K, MIDSTATE, PADDING, ROUND_3_A, ROUND_3_E,
  SECOND_INPUTS, SECOND_LENGTH, SECOND_ROUND_0_A, SECOND_ROUND_0_E, SIGMA0_FIRST_LENGTH, SIGMA0_PADDING,
  SIGMA0_SECOND_LENGTH, SIGMA1_SECOND_LENGTH, W16, W17, W18_PART, W19_PART, W31_PART,
} from './layout';

const SCHEDULE = memory.data(256, 16);

/** A big-endian word of the header. */
@inline
function headerWord(index: usize): u32 {
  return bswap<u32>(load<u32>(HEADER + 4 * index));
}

/** Plain rounds on the eight words at `state`, without the schedule's extension. `inputs` holds W + K. */
function plainRounds(state: usize, inputs: usize, rounds: usize): void {
  let a = load<u32>(state), b = load<u32>(state, 4), c = load<u32>(state, 8), d = load<u32>(state, 12);
  let e = load<u32>(state, 16), f = load<u32>(state, 20), g = load<u32>(state, 24), h = load<u32>(state, 28);
  for (let i: usize = 0; i < rounds; i++) {
    const t1 = h + bigSigma1<u32>(e) + choose<u32>(e, f, g) + load<u32>(inputs + 4 * i);
    const t2 = bigSigma0<u32>(a) + majority<u32>(b, a ^ b, b ^ c);
    h = g; g = f; f = e; e = d + t1; d = c; c = b; b = a; a = t1 + t2;
  }
  store<u32>(state, a, 0); store<u32>(state, b, 4); store<u32>(state, c, 8); store<u32>(state, d, 12);
  store<u32>(state, e, 16); store<u32>(state, f, 20); store<u32>(state, g, 24); store<u32>(state, h, 28);
}

/** The state after the header's first 64 bytes, which hold no nonce. */
function prepareMidstate(): void {
  for (let i: usize = 0; i < 64; i++) {
    const w = i < 16 ? headerWord(i) : extended(i);
    store<u32>(SCHEDULE + 4 * i, w);
  }
  for (let i: usize = 0; i < 64; i++) store<u32>(SCHEDULE + 4 * i, scheduled(i) + load<u32>(K + 4 * i));
  memory.copy(MIDSTATE, INITIAL, 32);
  plainRounds(MIDSTATE, SCHEDULE, 64);
  for (let i: usize = 0; i < 32; i += 4) store<u32>(MIDSTATE + i, load<u32>(MIDSTATE + i) + load<u32>(INITIAL + i));
}

@inline
function scheduled(i: usize): u32 {
  return load<u32>(SCHEDULE + 4 * i);
}

function extended(i: usize): u32 {
  return scheduled(i - 16) + smallSigma0<u32>(scheduled(i - 15)) + scheduled(i - 7) + smallSigma1<u32>(scheduled(i - 2));
}

/** W + K of the words that padding fixes: the one bit in word `first`, zeros, and the length in word 15. */
function prepareInputs(inputs: usize, first: usize, length: u32): void {
  for (let i = first; i < 16; i++) {
    const w: u32 = i === first ? load<u32>(PADDING) : i === 15 ? length : 0;
    store<u32>(inputs + 4 * i, w + load<u32>(K + 4 * i));
  }
}

/** New a and e of the round whose word is still missing from its sum: that word is added to both. */
function prepareRound(state: usize, k: u32, newA: usize, newE: usize): void {
  const a = load<u32>(state), b = load<u32>(state, 4), c = load<u32>(state, 8), e = load<u32>(state, 16);
  const t1 = load<u32>(state, 28) + bigSigma1<u32>(e) + choose<u32>(e, load<u32>(state, 20), load<u32>(state, 24)) + k;
  store<u32>(newA, t1 + bigSigma0<u32>(a) + majority<u32>(b, a ^ b, b ^ c));
  store<u32>(newE, t1 + load<u32>(state, 12));
}

function prepareSchedule(): void {
  const w0 = headerWord(16), w1 = headerWord(17), w2 = headerWord(18);
  const padding = load<u32>(PADDING), firstLength = load<u32>(FIRST_LENGTH), secondLength = load<u32>(SECOND_LENGTH);
  const w16 = w0 + smallSigma0<u32>(w1);
  const w17 = w1 + smallSigma0<u32>(w2) + smallSigma1<u32>(firstLength);
  store<u32>(W16, w16);
  store<u32>(W17, w17);
  store<u32>(W18_PART, w2 + smallSigma1<u32>(w16));
  store<u32>(W19_PART, smallSigma0<u32>(padding) + smallSigma1<u32>(w17));
  store<u32>(W31_PART, firstLength + smallSigma0<u32>(w16));
  store<u32>(SIGMA0_PADDING, smallSigma0<u32>(padding));
  store<u32>(SIGMA0_FIRST_LENGTH, smallSigma0<u32>(firstLength));
  store<u32>(SIGMA0_SECOND_LENGTH, smallSigma0<u32>(secondLength));
  store<u32>(SIGMA1_SECOND_LENGTH, smallSigma1<u32>(secondLength));
}

/** Does once for the header in memory what doesn't depend on its nonce. */
export function prepareHeader(): void {
  prepareMidstate();
  memory.copy(AFTER_ROUND_2, MIDSTATE, 32);
  for (let i: usize = 0; i < 3; i++) store<u32>(SCHEDULE + 4 * i, headerWord(16 + i) + load<u32>(K + 4 * i));
  plainRounds(AFTER_ROUND_2, SCHEDULE, 3);
  prepareInputs(FIRST_INPUTS, 4, load<u32>(FIRST_LENGTH));
  prepareInputs(SECOND_INPUTS, 8, load<u32>(SECOND_LENGTH));
  prepareRound(AFTER_ROUND_2, load<u32>(K + 12), ROUND_3_A, ROUND_3_E);
  prepareRound(INITIAL, load<u32>(K), SECOND_ROUND_0_A, SECOND_ROUND_0_E);
  prepareSchedule();
}
