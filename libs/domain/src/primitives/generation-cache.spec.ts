import fc from 'fast-check';
import { GenerationCache } from './generation-cache.ts';

describe('a cache of two generations', () => {
  it('gives only what was set last, never keeps more than it may, and always the half that was used last', () => {
    const step = fc.record({ key: fc.nat({ max: 12 }), value: fc.option(fc.integer({ min: 1 }), { nil: undefined }) });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(step, { maxLength: 80 }), (half, steps) => {
        const cache = new GenerationCache<number, number>(2 * half);
        const truth = new Map<number, number>();
        let used: number[] = [];
        for (const { key, value } of steps) {
          const found = value === undefined ? cache.get(key) : undefined;
          if (value !== undefined) cache.set(key, value);
          else if (used.slice(0, half).includes(key)) expect(found).toBe(truth.get(key));
          else expect([undefined, truth.get(key)]).toContain(found);
          if (value !== undefined) truth.set(key, value);
          if (value !== undefined || found !== undefined) used = [key, ...used.filter((each) => each !== key)];
          expect(cache.size).toBeLessThanOrEqual(2 * half);
        }
      }),
    );
  });
});
