import type { Block } from '../block/block.ts';
import { BoundedCache } from '../primitives/bounded-cache.ts';
import type { Hash } from '../primitives/hash.ts';
import { COMPACT_DEPTH_BLOCKS } from './limits.ts';

/**
 * The newest blocks, whole and at hand: those just connected, of which many ask at once, and one that has been passed
 * on before it was connected. A dozen megabytes of mainnet blocks at most.
 */
export class RecentBlocks {
  private readonly blocks = new BoundedCache<Hash, Block>(COMPACT_DEPTH_BLOCKS + 2);

  get(hash: Hash): Block | undefined {
    return this.blocks.get(hash);
  }

  put(block: Block): void {
    this.blocks.set(block.hash, block);
  }

  /** The block broke a rule: nobody gets it from here any more. */
  remove(hash: Hash): void {
    this.blocks.delete(hash);
  }
}
