import fc from 'fast-check';
import { CHEESE_KINDS, cheeseArt } from './cheese-art.ts';

const hash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex'));

describe('the looks of a cheese', () => {
  it('depend on its smell alone and stay on the plate', () => {
    fc.assert(
      fc.property(hash, (smell) => {
        const art = cheeseArt(smell);
        expect(cheeseArt(smell)).toEqual(art);
        expect(art.kind).toBeGreaterThanOrEqual(0);
        expect(art.kind).toBeLessThan(CHEESE_KINDS);
        expect(art.holes.length).toBeGreaterThan(0);
        for (const { x, y, radius } of art.holes) {
          expect(Math.min(x, y) - radius).toBeGreaterThanOrEqual(0);
          expect(Math.max(x, y) + radius).toBeLessThanOrEqual(100);
        }
      }),
    );
  });

  it('differ between neighbours that begin with the same zeros', () => {
    const zeros = '0'.repeat(56);
    expect(cheeseArt(`${zeros}12345678`)).not.toEqual(cheeseArt(`${zeros}12345679`));
  });
});
