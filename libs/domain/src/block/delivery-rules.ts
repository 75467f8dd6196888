import { equalBytes } from '../primitives/bytes.ts';
import { hashFromBytes } from '../primitives/hash.ts';
import { firstRefusal } from '../primitives/result.ts';
import type { DeliveryRefusal } from './block.errors.ts';
import type { Block } from './block.ts';

/** Whether the body is the one that its header names. A failure is the deliverer's and never marks the block. */
export function checkDelivery(block: Block, maxBlockBytes: number): DeliveryRefusal | undefined {
  return firstRefusal([
    () => checkSize(block, maxBlockBytes),
    () => checkMerkleRoot(block),
    () => checkNoRepeatedTransaction(block),
  ]);
}

export function checkSize({ bytes }: Block, maximum: number): DeliveryRefusal | undefined {
  return bytes.length <= maximum ? undefined : { code: 'block-too-large', bytes: bytes.length, maximum };
}

export function checkMerkleRoot(block: Block): DeliveryRefusal | undefined {
  const computed = block.computeMerkleRoot();
  if (equalBytes(computed, block.header.bytes.subarray(36, 68))) return undefined;
  const { merkleRoot } = block.header;
  return { code: 'block-merkle-root-mismatch', merkleRoot, computed: hashFromBytes(computed) };
}

export function checkNoRepeatedTransaction({ transactions }: Block): DeliveryRefusal | undefined {
  const seen = new Set<string>();
  for (const { id } of transactions) {
    if (seen.has(id)) return { code: 'block-repeated-transaction', id };
    seen.add(id);
  }
  return undefined;
}
