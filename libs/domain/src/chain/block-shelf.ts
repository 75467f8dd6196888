import type { Block } from '../block/block.ts';
import { BoundedCache } from '../primitives/bounded-cache.ts';
import type { Hash } from '../primitives/hash.ts';
import type { Log } from '../primitives/log.port.ts';
import { hasBody } from './candidates.ts';
import type { ChainStore, ConnectedBlock } from './chain-store.port.ts';
import { DamagedBodyError } from './damaged-body-error.ts';
import type { HeaderEntry } from './header-entry.ts';
import type { PrunedHeights } from './pruned-heights.ts';
import { storedBlock } from './stored-block.ts';

/** Blocks kept decoded: those that peers ask transactions of, and callers the tip. At most as many megabytes. */
const MAX_RECENT_BLOCKS = 16;

/** Whole blocks for readers: the newest decoded, the others from the store, and none where they were pruned. */
export class BlockShelf {
  private readonly recent = new BoundedCache<Hash, Block>(MAX_RECENT_BLOCKS);

  constructor(
    private readonly store: Pick<ChainStore, 'blockBytes' | 'prune'>,
    private readonly maxBlockBytes: number,
    private heights: PrunedHeights,
    private readonly log: Pick<Log, 'error'>,
  ) {}

  /** No reorganisation undoes blocks below this height: their undo data may be gone. */
  get undoBelow(): number {
    return this.heights.undoBelow;
  }

  remember(connected: readonly ConnectedBlock[]): void {
    for (const { entry, block } of connected.slice(-MAX_RECENT_BLOCKS)) this.recent.set(entry.hash, block);
  }

  /** The block of an entry, or undefined when its body never came, broke a rule, or was pruned. */
  async block(entry: HeaderEntry): Promise<Block | undefined> {
    const recent = this.recent.get(entry.hash);
    if (recent !== undefined) return recent;
    if (!hasBody(entry)) return undefined;
    const mayBePruned = entry.height < this.heights.bodiesBelow;
    if (mayBePruned && (await this.store.blockBytes(entry.hash)) === undefined) return undefined;
    return storedBlock(this.store, entry.hash, this.maxBlockBytes);
  }

  /** The same of a branch, where one that is damaged is none: nothing stands on it, and it comes again when it is needed. */
  async sideBlock(entry: HeaderEntry): Promise<Block | undefined> {
    try {
      return await this.block(entry);
    } catch (error) {
      if (!(error instanceof DamagedBodyError)) throw error;
      this.log.error('the stored body of a side branch is damaged', { hash: entry.hash, height: entry.height });
      return undefined;
    }
  }

  /** See `ChainStore.prune`. What may go is not relied on from the moment it is asked for. */
  prune(heights: PrunedHeights, limit: number): Promise<number> {
    this.heights = {
      bodiesBelow: Math.max(heights.bodiesBelow, this.heights.bodiesBelow),
      undoBelow: Math.max(heights.undoBelow, this.heights.undoBelow),
    };
    return this.store.prune(this.heights, limit);
  }
}
