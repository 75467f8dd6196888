import fc from 'fast-check';
import { hashFunctions, PORTABLE_HASHES, useHashFunctions } from '#domain/primitives/hash-functions';
import { SILENT_LOG } from '#domain/primitives/log.port';
import { useFastHashes } from './fast-hashes.ts';
import { KernelHashes } from './kernel-hashes.ts';
import { loadKernel } from './load-kernel.ts';

afterEach(() => useHashFunctions(PORTABLE_HASHES));

describe.each(['simd', 'scalar'] as const)('the %s kernel’s hash functions', (name) => {
  const kernel = new KernelHashes(loadKernel(name).module);

  it('give the same digests as the portable ones on every input', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
        expect([...kernel.sha256(bytes)]).toEqual([...PORTABLE_HASHES.sha256(bytes)]);
        expect([...kernel.sha256d(bytes)]).toEqual([...PORTABLE_HASHES.sha256d(bytes)]);
        expect([...kernel.hash160(bytes)]).toEqual([...PORTABLE_HASHES.hash160(bytes)]);
      }),
      { numRuns: 300 },
    );
  });

  it('give them at every length around the edges of blocks and of the kernel’s memory', () => {
    const bytes = Uint8Array.from({ length: 16_500 }, (_, i) => (i * 151) & 255);
    for (const length of [0, 55, 56, 63, 64, 119, 120, 127, 128, 16_383, 16_384, 16_385, 16_500]) {
      const message = bytes.subarray(0, length);
      expect([...kernel.sha256(message)]).toEqual([...PORTABLE_HASHES.sha256(message)]);
      expect([...kernel.sha256d(message)]).toEqual([...PORTABLE_HASHES.sha256d(message)]);
      expect([...kernel.hash160(message)]).toEqual([...PORTABLE_HASHES.hash160(message)]);
    }
  });

  it('hash each pair of a level, however many there are', () => {
    for (const pairs of [1, 2, 3, 4, 5, 7, 8, 255, 256, 257, 600]) {
      const level = Uint8Array.from({ length: pairs * 64 }, (_, i) => (i * 31 + (i >> 6)) & 255);
      expect([...kernel.sha256dPairs(level)]).toEqual([...PORTABLE_HASHES.sha256dPairs(level)]);
    }
  });
});

describe('hash functions', () => {
  it('are the kernel’s once a program asked for fast ones', () => {
    useFastHashes(SILENT_LOG);
    expect(hashFunctions()).toBeInstanceOf(KernelHashes);
  });

  it('are refused when they give other digests', () => {
    const wrong = { ...PORTABLE_HASHES, hash160: (bytes: Uint8Array) => PORTABLE_HASHES.sha256(bytes).subarray(0, 20) };
    expect(() => useHashFunctions(wrong)).toThrow('HASH160');
    expect(hashFunctions()).toBe(PORTABLE_HASHES);
  });
});
