import { concatBytes } from '../primitives/bytes.ts';
import { sha256d } from '../primitives/hash.ts';
import { invariant } from '../primitives/invariant.ts';

/**
 * The hashes that stand beside the way from a leaf of a merkle tree up to its root, from the bottom up; none in a tree
 * of one leaf. Leaves in internal order, as in {@link merkleRoot}; `index` is below their number.
 */
export function merkleProof(leaves: readonly Uint8Array[], index: number): Uint8Array[] {
  invariant(index >= 0 && index < leaves.length, 'the leaf is one of the tree');
  const branch: Uint8Array[] = [];
  let level = leaves;
  for (let at = index; level.length > 1; at >>>= 1) {
    // The last of an odd level stands twice, and so beside itself.
    branch.push(level[at ^ 1] ?? (level[at] as Uint8Array));
    const above: Uint8Array[] = [];
    for (let i = 0; i < level.length; i += 2) {
      const left = level[i] as Uint8Array;
      above.push(sha256d(concatBytes(left, level[i + 1] ?? left)));
    }
    level = above;
  }
  return branch;
}

/** The root that a leaf at this index and its branch lead to: whoever has the header checks it against the one there. */
export function rootOfProof(leaf: Uint8Array, index: number, branch: readonly Uint8Array[]): Uint8Array {
  return branch.reduce((hash, beside, level) => {
    const isRight = ((index >>> level) & 1) === 1;
    return sha256d(isRight ? concatBytes(beside, hash) : concatBytes(hash, beside));
  }, leaf);
}
