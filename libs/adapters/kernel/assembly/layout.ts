/** Where things lie in the module's memory. A "uniform" is one 32-bit word that is the same for every nonce. */

/** The round constants (FIPS 180-4, section 4.2.2). */
export const K = memory.data<u32>([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]);

/** The initial hash value (FIPS 180-4, section 5.3.3). */
export const INITIAL = memory.data<u32>([
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
]);

/** The nonces that the four lanes add to a group's first. */
export const LANE_OFFSETS = memory.data<u32>([0, 1, 2, 3], 16);

/** The host writes the 80 bytes of a header here. */
export const HEADER = memory.data(80, 16);

/** Room between the lanes of one variable and the next, for either lane type. */
export const LANES_BYTES: usize = 16;

/** Lanes: the working variables a … h between two blocks of rounds. */
export const VARIABLES = memory.data(128, 16);

/** Lanes: sixteen words of the message schedule. */
export const WORDS = memory.data(256, 16);

/** Lanes: the eight words of the first hash, the message of the second. */
export const FIRST_HASH = memory.data(128, 16);

/** Uniforms: the state after the header's first 64 bytes. */
export const MIDSTATE = memory.data(32, 16);

/** Uniforms: a … h after rounds 0, 1 and 2 of the second chunk, which the nonce doesn't reach. */
export const AFTER_ROUND_2 = memory.data(32, 16);

/** Uniforms: what round 3 makes of those for the new a and e, when the nonce is added; round 0 of the second hash likewise. */
export const ROUND_3_A = memory.data(4, 4);
export const ROUND_3_E = memory.data(4, 4);
export const SECOND_ROUND_0_A = memory.data(4, 4);
export const SECOND_ROUND_0_E = memory.data(4, 4);

/** Uniforms: W + K for the words that padding fixes: of the second chunk (4 … 15), of the second hash (8 … 15). */
export const FIRST_INPUTS = memory.data(64, 16);
export const SECOND_INPUTS = memory.data(64, 16);

/** Uniforms: the second chunk's W16 and W17, and the parts of W18, W19 and W31 that have no nonce in them. */
export const W16 = memory.data(4, 4);
export const W17 = memory.data(4, 4);
export const W18_PART = memory.data(4, 4);
export const W19_PART = memory.data(4, 4);
export const W31_PART = memory.data(4, 4);

/** Uniforms: the padding's one bit, the lengths of both messages in bits, and their sigmas. */
export const PADDING = memory.data<u32>([0x80000000]);
export const FIRST_LENGTH = memory.data<u32>([640]);
export const SECOND_LENGTH = memory.data<u32>([256]);
export const SIGMA0_PADDING = memory.data(4, 4);
export const SIGMA0_FIRST_LENGTH = memory.data(4, 4);
export const SIGMA0_SECOND_LENGTH = memory.data(4, 4);
export const SIGMA1_SECOND_LENGTH = memory.data(4, 4);
