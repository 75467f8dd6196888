import fc from 'fast-check';
import { hash160, sha256, sha256d } from '#domain/primitives/hash';
import { hashFunctions, useHashFunctions } from '#domain/primitives/hash-functions';
import { SILENT_LOG } from '#domain/primitives/log.port';
import { useNativeHashes } from './native-hashes.ts';

describe('the platform’s hash functions', () => {
  const portable = hashFunctions();

  afterEach(() => useHashFunctions(portable));

  it('give the same digests as the portable ones on every input', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
        useHashFunctions(portable);
        const expected = [sha256(bytes), sha256d(bytes), hash160(bytes)].map((digest) => [...digest]);
        useNativeHashes(SILENT_LOG);
        expect([sha256(bytes), sha256d(bytes), hash160(bytes)].map((digest) => [...digest])).toEqual(expected);
      }),
    );
  });

  it('are taken', () => {
    useNativeHashes(SILENT_LOG);
    expect(hashFunctions()).not.toBe(portable);
  });

  it('are refused when they are other functions', () => {
    const wrong = { ...portable, ripemd160: (bytes: Uint8Array) => portable.sha256(bytes).subarray(0, 20) };
    expect(() => useHashFunctions(wrong)).toThrow('RIPEMD-160');
    expect(hashFunctions()).toBe(portable);
  });
});
