import { createHash } from 'node:crypto';
import type { Block } from '#domain/block/block';

/** SHA-256 of SHA-256, by another library than the domain's. */
export function doubleSha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(createHash('sha256').update(bytes).digest()).digest();
}

/** A digest as hashes are shown: its bytes reversed, in hex. */
export function displayed(digest: Uint8Array): string {
  return Buffer.from(digest).reverse().toString('hex');
}

/** Bitcoin's merkle root over reward and transactions. */
export function referenceMerkleRoot({ reward, transactions }: Block): Uint8Array {
  let level = [reward.bytes, ...transactions.map(({ bytes }) => bytes)].map(doubleSha256);
  while (level.length > 1) {
    if (level.length % 2 === 1) level.push(level.at(-1) as Uint8Array);
    const above: Uint8Array[] = [];
    for (let i = 0; i < level.length; i += 2) {
      above.push(doubleSha256(Buffer.concat([level[i] as Uint8Array, level[i + 1] as Uint8Array])));
    }
    level = above;
  }
  return level[0] as Uint8Array;
}
