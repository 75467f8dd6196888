import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils.js';

/** One level of a merkle tree on the way up: two hashes joined and hashed. All in display order (64 hex digits). */
export interface MerkleStep {
  readonly left: string;
  readonly right: string;
  /** Which of the two is ours: what we began with, or the outcome of the step before. */
  readonly ours: 'left' | 'right';
  readonly outcome: string;
}

/** SHA-256 twice over two hashes in internal order, as Bitcoin's merkle tree has it. */
function hashPair(left: string, right: string): string {
  const bytes = concatBytes(hexToBytes(left).reverse(), hexToBytes(right).reverse());
  return bytesToHex(sha256(sha256(bytes)).reverse());
}

/**
 * The way from a leaf up to the root. `index` is the place of the leaf, `branch` the hashes beside the way, from the
 * bottom up; none in a tree of one leaf. The last outcome (the leaf itself, without steps) is the root.
 */
export function climb(leaf: string, index: number, branch: readonly string[]): MerkleStep[] {
  const steps: MerkleStep[] = [];
  let hash = leaf;
  for (const [level, beside] of branch.entries()) {
    const ours = Math.floor(index / 2 ** level) % 2 === 0 ? 'left' : 'right';
    const [left, right] = ours === 'left' ? [hash, beside] : [beside, hash];
    hash = hashPair(left, right);
    steps.push({ left, right, ours, outcome: hash });
  }
  return steps;
}

/** The root of a tree with these leaves, in display order; the last of an odd level stands twice. */
export function merkleRootOf(leaves: readonly [string, ...string[]]): string {
  let level: readonly string[] = leaves;
  while (level.length > 1) {
    const below = level;
    level = below.flatMap((left, i) => (i % 2 === 0 ? [hashPair(left, below[i + 1] ?? left)] : []));
  }
  return level[0] ?? leaves[0];
}
