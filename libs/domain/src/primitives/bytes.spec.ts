import { bytesToHex } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import {
  compareBytes,
  equalBytes,
  fromHex,
  isHex,
  readUint32,
  readUint64,
  toHex,
  writeHex,
  writeUint32,
  writeUint64,
} from './bytes.ts';

const someBytes = fc.uint8Array({ maxLength: 20 });

describe('little-endian numbers', () => {
  it('of 32 bits are read and written as a DataView does', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff_ffff }), fc.nat({ max: 8 }), (value, offset) => {
        const bytes = new Uint8Array(16).fill(0xaa);
        writeUint32(bytes, offset, value);
        expect(new DataView(bytes.buffer).getUint32(offset, true)).toBe(value);
        expect(readUint32(bytes, offset)).toBe(value);
        expect(bytes.filter((byte) => byte === 0xaa).length).toBeGreaterThanOrEqual(12);
      }),
    );
  });

  it('of 64 bits are exact up to 2^53 − 1 and nothing from there on', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.boolean(), (large, shift) => {
        const value = shift ? large >> 11n : large;
        const bytes = new Uint8Array(8);
        new DataView(bytes.buffer).setBigUint64(0, value, true);
        const expected = value < 2n ** 53n ? Number(value) : undefined;
        expect(readUint64(bytes, 0)).toBe(expected);
        if (expected === undefined) return;
        const written = new Uint8Array(8);
        writeUint64(written, 0, expected);
        expect(written).toEqual(bytes);
      }),
    );
    const edge = new Uint8Array(8).fill(255);
    edge.set([0x1f, 0], 6);
    expect(readUint64(edge, 0)).toBe(Number.MAX_SAFE_INTEGER);
    edge.set([0, 0, 0, 0, 0, 0, 0x20, 0]);
    expect(readUint64(edge, 0)).toBeUndefined();
  });
});

describe('bytes', () => {
  it('are equal when all are, and ordered by the first that differs', () => {
    fc.assert(
      fc.property(someBytes, someBytes, (left, right) => {
        expect(equalBytes(left, right)).toBe(toHex(left) === toHex(right));
        expect(Math.sign(compareBytes(left, right))).toBe(Math.sign(Buffer.compare(left, right)));
        expect(equalBytes(left, left.slice())).toBe(true);
      }),
    );
  });

  it('come back from their hex, which is small letters and whole bytes', () => {
    fc.assert(fc.property(someBytes, (bytes) => equalBytes(fromHex(toHex(bytes)), bytes) && isHex(toHex(bytes))));
    expect(['', 'ab', 'AB', 'a', 'zz', ' 00', '0x00'].map((text) => isHex(text))).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
    expect([isHex('abcd', 2), isHex('abcd', 1), isHex('abcd', 3)]).toEqual([true, false, false]);
  });
});

describe('hex', () => {
  it('is the same as the library makes, short or long, and reads back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(toHex(bytes)).toBe(bytesToHex(bytes));
        expect(fromHex(toHex(bytes))).toEqual(bytes);
      }),
    );
  });

  it('has both digits of every byte', () => {
    const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    for (let byte = 0; byte < 256; byte++)
      expect(toHex(all.subarray(byte, byte + 1))).toBe(byte.toString(16).padStart(2, '0'));
  });
});

describe('hex written into bytes', () => {
  it('stands there as its own bytes would', () => {
    fc.assert(
      fc.property(someBytes, fc.nat({ max: 5 }), (bytes, offset) => {
        const target = new Uint8Array(30).fill(0xaa);
        writeHex(target, offset, toHex(bytes));
        const expected = new Uint8Array(30).fill(0xaa);
        expected.set(bytes, offset);
        expect(target).toEqual(expected);
      }),
    );
  });
});
