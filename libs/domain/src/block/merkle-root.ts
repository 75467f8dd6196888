import { HASH_BYTES } from '../primitives/hash.ts';
import { hashFunctions } from '../primitives/hash-functions.ts';
import { invariant } from '../primitives/invariant.ts';

/**
 * Bitcoin's merkle root over leaves in internal order (32 bytes each, at least one): pairs are hashed upwards, and
 * the last of an odd level stands twice. That last rule lets two lists share a root (CVE-2012-2459), so a block
 * with a repeated id is refused beside this, never accepted by it.
 */
export function merkleRoot(leaves: readonly Uint8Array[]): Uint8Array {
  invariant(leaves.length > 0, 'a merkle tree has a leaf');
  // With room for the last to stand twice.
  let level = new Uint8Array((leaves.length + 1) * HASH_BYTES);
  for (const [index, leaf] of leaves.entries()) level.set(leaf, index * HASH_BYTES);
  let count = leaves.length;
  while (count > 1) {
    const pairs = (count + 1) >> 1;
    if (count % 2 === 1) level = withLastTwice(level, count);
    level = hashFunctions().sha256dPairs(level.subarray(0, pairs * 2 * HASH_BYTES)) as Uint8Array<ArrayBuffer>;
    count = pairs;
  }
  return level.subarray(0, HASH_BYTES);
}

function withLastTwice(level: Uint8Array<ArrayBuffer>, count: number): Uint8Array<ArrayBuffer> {
  const whole = level.length > count * HASH_BYTES ? level : new Uint8Array((count + 1) * HASH_BYTES);
  if (whole !== level) whole.set(level);
  whole.copyWithin(count * HASH_BYTES, (count - 1) * HASH_BYTES, count * HASH_BYTES);
  return whole;
}
