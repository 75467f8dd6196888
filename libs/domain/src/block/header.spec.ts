import fc from 'fast-check';
import { sszHeader } from '#test/ssz-types';
import { fromHex, toHex } from '../primitives/bytes.ts';
import { type Hash, hashFromBytes, hashToBytes, ZERO_HASH } from '../primitives/hash.ts';
import { decodeHeader, encodeHeader, Header, type HeaderFields, withNonce } from './header.ts';

/** Headers of Bitcoin's main chain at heights 0, 1 and 125,552. */
const BITCOIN: readonly (readonly [string, HeaderFields, string])[] = [
  [
    '0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a29ab5f49ffff001d1dac2b7c',
    {
      version: 1,
      previousHash: ZERO_HASH,
      merkleRoot: '4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b' as Hash,
      timestamp: 1_231_006_505,
      bits: 0x1d00ffff,
      nonce: 2_083_236_893,
    },
    '000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f',
  ],
  [
    '010000006fe28c0ab6f1b372c1a6a246ae63f74f931e8365e15a089c68d6190000000000982051fd1e4ba744bbbe680e1fee14677ba1a3c3540bf7b1cdb606e857233e0e61bc6649ffff001d01e36299',
    {
      version: 1,
      previousHash: '000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f' as Hash,
      merkleRoot: '0e3e2357e806b6cdb1f70b54c3a3a17b6714ee1f0e68bebb44a74b1efd512098' as Hash,
      timestamp: 1_231_469_665,
      bits: 0x1d00ffff,
      nonce: 2_573_394_689,
    },
    '00000000839a8e6886ab5951d76f411475428afc90947ee320161bbf18eb6048',
  ],
  [
    '0100000081cd02ab7e569e8bcd9317e2fe99f2de44d49ab2b8851ba4a308000000000000e320b6c2fffc8d750423db8b1eb942ae710e951ed797f7affc8892b0f1fc122bc7f5d74df2b9441a42a14695',
    {
      version: 1,
      previousHash: '00000000000008a3a41b85b8b29ad444def299fee21793cd8b9e567eab02cd81' as Hash,
      merkleRoot: '2b12fcf1b09288fcaff797d71e950e71ae42b91e8bdb2304758dfcffc2b620e3' as Hash,
      timestamp: 1_305_998_791,
      bits: 0x1a44b9f2,
      nonce: 2_504_433_986,
    },
    '00000000000000001e8d6829a8a21adc5d38d0a473b144b6765798e61f98bd1d',
  ],
];

const uint32 = fc.integer({ min: 0, max: 0xffff_ffff });
const hashes = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(hashFromBytes);
const fields: fc.Arbitrary<HeaderFields> = fc.record({
  version: uint32,
  previousHash: hashes,
  merkleRoot: hashes,
  timestamp: uint32,
  bits: uint32,
  nonce: uint32,
});

function fieldsOf({ version, previousHash, merkleRoot, timestamp, bits, nonce }: Header): HeaderFields {
  return { version, previousHash, merkleRoot, timestamp, bits, nonce };
}

describe('a header', () => {
  it.each(BITCOIN)('of Bitcoin is read and written as Bitcoin does: %.24s…', (bytes, expected, hash) => {
    const header = new Header(fromHex(bytes));
    expect(fieldsOf(header)).toEqual(expected);
    expect(header.hash).toBe(hash);
    expect(toHex(encodeHeader(expected))).toBe(bytes);
  });

  it('has the bytes that SSZ gives it, and gives every field back', () => {
    fc.assert(
      fc.property(fields, (given) => {
        const bytes = encodeHeader(given);
        const [previousHash, merkleRoot] = [hashToBytes(given.previousHash), hashToBytes(given.merkleRoot)];
        expect(toHex(bytes)).toBe(toHex(sszHeader.serialize({ ...given, previousHash, merkleRoot })));
        expect(fieldsOf(new Header(bytes))).toEqual(given);
      }),
    );
  });

  it('is any 80 bytes, and nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 160 }), fc.boolean(), (random, cut) => {
        const bytes = cut ? random : Uint8Array.of(...random, ...new Uint8Array(80)).subarray(0, 80);
        const decoded = decodeHeader(bytes);
        expect(decoded.ok).toBe(bytes.length === 80);
        if (decoded.ok) expect(toHex(encodeHeader(fieldsOf(decoded.value)))).toBe(toHex(bytes));
        else expect(decoded.refusal).toMatchObject({ code: 'encoding-length', type: 'Header', length: bytes.length });
      }),
    );
  });

  it('keeps nothing of the message it came in, nor changes it, though that were a Node Buffer', () => {
    const message = Buffer.from(`${'00'.repeat(1_000)}${BITCOIN[1]?.[0]}`, 'hex');
    const before = Buffer.from(message);
    const header = new Header(message.subarray(1_000));
    expect(header.bytes.buffer.byteLength).toBe(80);
    expect(header.hash).toBe(BITCOIN[1]?.[2]);
    expect(withNonce(header, 7).nonce).toBe(7);
    expect(header.nonce).toBe(BITCOIN[1]?.[1].nonce);
    expect(message.equals(before)).toBe(true);
    message.fill(255);
    expect(header.previousHash).toBe(BITCOIN[0]?.[2]);
  });

  it('differs from its like by the nonce alone', () => {
    const header = new Header(fromHex(BITCOIN[0]?.[0] as string));
    const other = withNonce(header, 0xffff_ffff);
    expect(fieldsOf(other)).toEqual({ ...fieldsOf(header), nonce: 0xffff_ffff });
    expect(other.hash).not.toBe(header.hash);
  });

  it('is not made of numbers out of range: that would be a fault of our own', () => {
    const [, good] = BITCOIN[0] as (typeof BITCOIN)[number];
    for (const change of [{ version: -1 }, { timestamp: 2 ** 32 }, { bits: 0.5 }, { nonce: Number.NaN }]) {
      expect(() => encodeHeader({ ...good, ...change })).toThrow('uint32');
    }
    expect(() => new Header(new Uint8Array(81))).toThrow('80 bytes');
  });
});
