/** RIPEMD-160 (Dobbertin, Bosselaers, Preneel 1996) of one block: the two lines of 80 steps, from its tables. */

/** Which word of the message each step takes. */
const WORDS_LEFT = memory.data<u8>([
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
  7, 4, 13, 1, 10, 6, 15, 3, 12, 0, 9, 5, 2, 14, 11, 8,
  3, 10, 14, 4, 9, 15, 8, 1, 2, 7, 0, 6, 13, 11, 5, 12,
  1, 9, 11, 10, 0, 8, 12, 4, 13, 3, 7, 15, 14, 5, 6, 2,
  4, 0, 5, 9, 7, 12, 2, 10, 14, 1, 3, 8, 11, 6, 15, 13,
]);
const WORDS_RIGHT = memory.data<u8>([
  5, 14, 7, 0, 9, 2, 11, 4, 13, 6, 15, 8, 1, 10, 3, 12,
  6, 11, 3, 7, 0, 13, 5, 10, 14, 15, 8, 12, 4, 9, 1, 2,
  15, 5, 1, 3, 7, 14, 6, 9, 11, 8, 12, 2, 10, 0, 4, 13,
  8, 6, 4, 1, 3, 11, 15, 0, 5, 12, 2, 13, 9, 7, 10, 14,
  12, 15, 10, 4, 1, 5, 8, 7, 6, 2, 13, 14, 0, 3, 9, 11,
]);

/** By how many bits each step rotates. */
const SHIFTS_LEFT = memory.data<u8>([
  11, 14, 15, 12, 5, 8, 7, 9, 11, 13, 14, 15, 6, 7, 9, 8,
  7, 6, 8, 13, 11, 9, 7, 15, 7, 12, 15, 9, 11, 7, 13, 12,
  11, 13, 6, 7, 14, 9, 13, 15, 14, 8, 13, 6, 5, 12, 7, 5,
  11, 12, 14, 15, 14, 15, 9, 8, 9, 14, 5, 6, 8, 6, 5, 12,
  9, 15, 5, 11, 6, 8, 13, 12, 5, 12, 13, 14, 11, 8, 5, 6,
]);
const SHIFTS_RIGHT = memory.data<u8>([
  8, 9, 9, 11, 13, 15, 15, 5, 7, 7, 8, 11, 14, 14, 12, 6,
  9, 13, 15, 7, 12, 8, 9, 11, 7, 7, 12, 7, 6, 15, 13, 11,
  9, 7, 15, 11, 8, 6, 6, 14, 12, 13, 5, 14, 13, 13, 7, 5,
  15, 5, 8, 11, 14, 14, 6, 14, 6, 9, 12, 9, 12, 5, 15, 8,
  8, 5, 12, 9, 12, 5, 14, 6, 8, 13, 6, 5, 15, 13, 11, 11,
]);

const INITIAL = memory.data<u32>([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0]);
const LEFT = memory.data(20, 4);
const RIGHT = memory.data(20, 4);
const BLOCK = memory.data(64, 4);

/** The function of a round of sixteen steps: 0 … 4. */
@inline
function mix(round: i32, x: u32, y: u32, z: u32): u32 {
  if (round === 0) return x ^ y ^ z;
  if (round === 1) return (x & y) | (~x & z);
  if (round === 2) return (x | ~y) ^ z;
  if (round === 3) return (x & z) | (y & ~z);
  return x ^ (y | ~z);
}

/** Sixteen steps of one line. */
@inline
function steps(line: usize, round: i32, constant: u32, words: usize, shifts: usize): void {
  let a = load<u32>(line), b = load<u32>(line, 4), c = load<u32>(line, 8), d = load<u32>(line, 12), e = load<u32>(line, 16);
  for (let i: usize = 0; i < 16; i++) {
    const word = load<u32>(BLOCK + 4 * load<u8>(words + i));
    const t = rotl<u32>(a + mix(round, b, c, d) + word + constant, load<u8>(shifts + i)) + e;
    a = e; e = d; d = rotl<u32>(c, 10); c = b; b = t;
  }
  store<u32>(line, a, 0); store<u32>(line, b, 4); store<u32>(line, c, 8); store<u32>(line, d, 12); store<u32>(line, e, 16);
}

/** The digest (20 bytes) of the 32 bytes at `hash`, written to `digest`. */
export function ripemd160OfHash(hash: usize, digest: usize): void {
  memory.fill(BLOCK, 0, 64);
  memory.copy(BLOCK, hash, 32);
  store<u8>(BLOCK + 32, 0x80);
  store<u32>(BLOCK + 56, 256);
  memory.copy(LEFT, INITIAL, 20);
  memory.copy(RIGHT, INITIAL, 20);
  steps(LEFT, 0, 0, WORDS_LEFT, SHIFTS_LEFT);
  steps(LEFT, 1, 0x5a827999, WORDS_LEFT + 16, SHIFTS_LEFT + 16);
  steps(LEFT, 2, 0x6ed9eba1, WORDS_LEFT + 32, SHIFTS_LEFT + 32);
  steps(LEFT, 3, 0x8f1bbcdc, WORDS_LEFT + 48, SHIFTS_LEFT + 48);
  steps(LEFT, 4, 0xa953fd4e, WORDS_LEFT + 64, SHIFTS_LEFT + 64);
  steps(RIGHT, 4, 0x50a28be6, WORDS_RIGHT, SHIFTS_RIGHT);
  steps(RIGHT, 3, 0x5c4dd124, WORDS_RIGHT + 16, SHIFTS_RIGHT + 16);
  steps(RIGHT, 2, 0x6d703ef3, WORDS_RIGHT + 32, SHIFTS_RIGHT + 32);
  steps(RIGHT, 1, 0x7a6d76e9, WORDS_RIGHT + 48, SHIFTS_RIGHT + 48);
  steps(RIGHT, 0, 0, WORDS_RIGHT + 64, SHIFTS_RIGHT + 64);
  for (let i: usize = 0; i < 5; i++) {
    // The lines meet crosswise: word i of the digest is of words i + 1, i + 2 and i + 3.
    const initial = load<u32>(INITIAL + 4 * ((i + 1) % 5));
    const left = load<u32>(LEFT + 4 * ((i + 2) % 5));
    const right = load<u32>(RIGHT + 4 * ((i + 3) % 5));
    store<u32>(digest + 4 * i, initial + left + right);
  }
}
