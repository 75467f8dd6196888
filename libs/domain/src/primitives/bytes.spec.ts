import { bytesToHex } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { fromHex, toHex } from './bytes.ts';

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
