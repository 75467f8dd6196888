import fc from 'fast-check';
import { ShortIdHasher } from './siphash.ts';

const MASK = (1n << 64n) - 1n;

function word(bytes: Uint8Array, offset: number): bigint {
  let value = 0n;
  for (let i = 7; i >= 0; i--) value = (value << 8n) | BigInt(bytes[offset + i] ?? 0);
  return value;
}

/** SipHash-2-4 the plain way, of a message of any length. */
function sipHash(key: Uint8Array, message: Uint8Array): bigint {
  const rotate = (value: bigint, bits: bigint) => ((value << bits) | (value >> (64n - bits))) & MASK;
  const [k0, k1] = [word(key, 0), word(key, 8)];
  let [a, b, c, d] = [
    k0 ^ 0x736f6d6570736575n,
    k1 ^ 0x646f72616e646f6dn,
    k0 ^ 0x6c7967656e657261n,
    k1 ^ 0x7465646279746573n,
  ];
  const round = () => {
    a = (a + b) & MASK;
    b = rotate(b, 13n) ^ a;
    a = rotate(a, 32n);
    c = (c + d) & MASK;
    d = rotate(d, 16n) ^ c;
    a = (a + d) & MASK;
    d = rotate(d, 21n) ^ a;
    c = (c + b) & MASK;
    b = rotate(b, 17n) ^ c;
    c = rotate(c, 32n);
  };
  const whole = message.length - (message.length % 8);
  const last = new Uint8Array(8);
  last.set(message.subarray(whole));
  last[7] = message.length;
  const words = Array.from({ length: whole / 8 }, (_, i) => word(message, 8 * i));
  for (const each of [...words, word(last, 0)]) {
    d ^= each;
    round();
    round();
    a ^= each;
  }
  c ^= 0xffn;
  for (let i = 0; i < 4; i++) round();
  return a ^ b ^ c ^ d;
}

const counting = (length: number) => Uint8Array.from({ length }, (_, i) => i);
const KEY = counting(16);

// From the reference implementation's table (key 00 … 0f, message 00, 01, … of that length).
const PUBLISHED: readonly (readonly [length: number, hash: bigint])[] = [
  [0, 0x726fdb47dd0e0e31n],
  [1, 0x74f839c593dc67fdn],
  [8, 0x93f5f5799a932462n],
  [15, 0xa129ca6149be45e5n],
  [31, 0x32d892fad841c342n],
  [32, 0x7127512f72f27ccen],
  [63, 0x958a324ceb064572n],
];

describe('short ids', () => {
  it.each(PUBLISHED)('compare with a plain SipHash-2-4 that gives the published hash of %i bytes', (length, hash) => {
    expect(sipHash(KEY, counting(length))).toBe(hash);
  });

  it('are the first six bytes of the published hash of 32 bytes', () => {
    expect(new ShortIdHasher(KEY).shortId(counting(32))).toBe(0x512f72f27cce);
  });

  it('are six bytes of SipHash-2-4 under every key, of every id', () => {
    const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
    fc.assert(
      fc.property(bytes(16), bytes(32), bytes(32), (key, id, other) => {
        const hasher = new ShortIdHasher(key);
        const expected = (of: Uint8Array) => Number(sipHash(key, of) & 0xffff_ffff_ffffn);
        // Twice with one hasher: nothing of one id is left over for the next.
        expect([hasher.shortId(id), hasher.shortId(other)]).toEqual([expected(id), expected(other)]);
      }),
    );
  });
});
