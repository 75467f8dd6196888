import type { Hash } from '../primitives/hash.ts';
import { SignatureCache } from './signature-cache.ts';

const id = (number: number) => number.toString(16).padStart(64, '0') as Hash;

describe('the cache of verified signatures', () => {
  it('knows what was added', () => {
    const cache = new SignatureCache(10);
    cache.add(id(1));
    expect(cache.has(id(1))).toBe(true);
    expect(cache.has(id(2))).toBe(false);
  });

  it('knows at least the latest half of its capacity, and never more than all of it', () => {
    const cache = new SignatureCache(10);
    for (let number = 0; number < 1_000; number++) cache.add(id(number));
    const known = Array.from({ length: 1_000 }, (_, number) => number).filter((number) => cache.has(id(number)));
    expect(known.length).toBeLessThanOrEqual(10);
    for (let number = 995; number < 1_000; number++) expect(known).toContain(number);
  });
});
