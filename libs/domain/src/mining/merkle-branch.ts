import { concatBytes } from '../primitives/bytes.ts';
import { sha256d } from '../primitives/hash.ts';

/**
 * The hashes that lead from the first leaf of a merkle tree to its root, from the bottom up, given the other leaves
 * (internal order). At each level the path is the left one of its pair, so the branch does not depend on the first
 * leaf: a miner changes the reward and folds its id again with the same branch.
 */
export function merkleBranch(otherLeaves: readonly Uint8Array[]): Uint8Array[] {
  const branch: Uint8Array[] = [];
  let level = otherLeaves;
  while (level.length > 0) {
    const [sibling, ...rest] = level as [Uint8Array, ...Uint8Array[]];
    branch.push(sibling);
    const above: Uint8Array[] = [];
    for (let i = 0; i < rest.length; i += 2) {
      const left = rest[i] as Uint8Array;
      // The last of an odd level stands twice, as in the tree itself.
      above.push(sha256d(concatBytes(left, rest[i + 1] ?? left)));
    }
    level = above;
  }
  return branch;
}

/** The root of the tree whose first leaf is this one. */
export function foldBranch(firstLeaf: Uint8Array, branch: readonly Uint8Array[]): Uint8Array {
  return branch.reduce((left, right) => sha256d(concatBytes(left, right)), firstLeaf);
}
