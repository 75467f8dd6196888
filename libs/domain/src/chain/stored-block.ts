import { type Block, decodeBlock } from '../block/block.ts';
import { checkDelivery } from '../block/delivery-rules.ts';
import type { Hash } from '../primitives/hash.ts';
import type { ChainStore } from './chain-store.port.ts';
import { DamagedBodyError } from './damaged-body-error.ts';

/** A stored block, held to the rules of delivery again. Throws a DamagedBodyError when it is lost or not its header's. */
export async function storedBlock(
  store: Pick<ChainStore, 'blockBytes'>,
  hash: Hash,
  maxBlockBytes: number,
): Promise<Block> {
  const bytes = await store.blockBytes(hash);
  if (bytes === undefined) throw new DamagedBodyError(hash, 'is lost');
  const decoded = decodeBlock(bytes);
  if (!decoded.ok) throw new DamagedBodyError(hash, `is no block: ${decoded.refusal.code}`);
  const block = decoded.value;
  if (block.hash !== hash) throw new DamagedBodyError(hash, 'is another block');
  const refusal = checkDelivery(block, maxBlockBytes);
  if (refusal !== undefined) throw new DamagedBodyError(hash, `is not its header’s: ${refusal.code}`);
  return block;
}
