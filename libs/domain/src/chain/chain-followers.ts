import type { Log } from '../primitives/log.port.ts';
import type { ChainChange } from './chain-change.ts';

export type ChainFollower = (change: ChainChange) => Promise<void>;

/** Who hears of every change of the best chain, one after the other, in the order they came. */
export class ChainFollowers {
  private readonly followers: ChainFollower[] = [];

  constructor(private readonly log: Log) {}

  add(follower: ChainFollower): void {
    this.followers.push(follower);
  }

  /** The blocks are connected and stored, whatever becomes of those who follow: a fault of theirs is logged. */
  async tell(change: ChainChange): Promise<void> {
    for (const follower of this.followers) {
      try {
        await follower(change);
      } catch (error) {
        const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
        this.log.error('a follower of the chain failed', { tip: change.tip.hash, reason });
      }
    }
  }
}
