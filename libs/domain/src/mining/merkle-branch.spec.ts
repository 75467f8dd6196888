import fc from 'fast-check';
import { merkleRoot } from '../block/merkle-root.ts';
import { sha256d } from '../primitives/hash.ts';
import { foldBranch, merkleBranch } from './merkle-branch.ts';

describe('a merkle branch', () => {
  it('leads from any first leaf to the root that a block of these leaves has', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.integer(), (count, seed) => {
        const leaves = Array.from({ length: count }, (_, i) =>
          sha256d(Uint8Array.of(i, seed & 255, (seed >> 8) & 255)),
        );
        const [first, ...others] = leaves as [Uint8Array, ...Uint8Array[]];
        const branch = merkleBranch(others);
        expect(foldBranch(first, branch)).toEqual(merkleRoot(leaves));
        const changed = sha256d(first);
        expect(foldBranch(changed, branch)).toEqual(merkleRoot([changed, ...others]));
      }),
    );
  });

  it('is empty in a block without transactions', () => {
    expect(merkleBranch([])).toEqual([]);
  });
});
