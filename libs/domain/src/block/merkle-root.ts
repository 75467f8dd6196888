import { HASH_BYTES, sha256d } from '../primitives/hash.ts';
import { invariant } from '../primitives/invariant.ts';

/**
 * Bitcoin's merkle root over leaves in internal order (32 bytes each, at least one): pairs are hashed upwards, and
 * the last of an odd level stands twice. That last rule lets two lists share a root (CVE-2012-2459), so a block
 * with a repeated id is refused beside this, never accepted by it.
 */
export function merkleRoot(leaves: readonly Uint8Array[]): Uint8Array {
  invariant(leaves.length > 0, 'a merkle tree has a leaf');
  let level = leaves;
  const pair = new Uint8Array(2 * HASH_BYTES);
  while (level.length > 1) {
    const above: Uint8Array[] = [];
    for (let i = 0; i < level.length; i += 2) {
      const left = level[i] as Uint8Array;
      pair.set(left, 0);
      pair.set(level[i + 1] ?? left, HASH_BYTES);
      above.push(sha256d(pair));
    }
    level = above;
  }
  return level[0] as Uint8Array;
}
