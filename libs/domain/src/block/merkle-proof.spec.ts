import fc from 'fast-check';
import { merkleProof, rootOfProof } from './merkle-proof.ts';
import { merkleRoot } from './merkle-root.ts';

const leaf = fc.uint8Array({ minLength: 32, maxLength: 32 });
const tree = fc
  .array(leaf, { minLength: 1, maxLength: 40 })
  .chain((leaves) => fc.tuple(fc.constant(leaves), fc.nat(leaves.length - 1)));

describe('a merkle proof', () => {
  it('leads from any leaf to the root of its tree', () => {
    fc.assert(
      fc.property(tree, ([leaves, index]) => {
        const branch = merkleProof(leaves, index);
        expect(branch).toHaveLength(Math.ceil(Math.log2(leaves.length)));
        expect(rootOfProof(leaves[index] as Uint8Array, index, branch)).toEqual(merkleRoot(leaves));
      }),
    );
  });

  it('leads nowhere for another leaf', () => {
    fc.assert(
      fc.property(tree, leaf, ([leaves, index], other) => {
        fc.pre(!other.every((byte, at) => byte === leaves[index]?.[at]));
        expect(rootOfProof(other, index, merkleProof(leaves, index))).not.toEqual(merkleRoot(leaves));
      }),
    );
  });

  it('of the only leaf is empty: the leaf is the root', () => {
    expect(merkleProof([new Uint8Array(32)], 0)).toEqual([]);
  });

  it('is of a leaf of the tree', () => {
    expect(() => merkleProof([new Uint8Array(32)], 1)).toThrow('the leaf is one of the tree');
  });
});
