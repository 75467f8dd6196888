import type { NetworkParameters } from '../network-params/network-parameters.ts';
import type { Clock } from '../primitives/clock.port.ts';
import type { Log } from '../primitives/log.port.ts';
import type { Chain } from './chain.ts';
import { HEADER_WINDOW } from './header-tree.ts';

/** What one write removes: a body lies on some twenty pages, so others wait for some ten milliseconds at most. */
const ROWS_PER_WRITE = 50;
/** Pruning begins when so many more blocks may go: fewer, larger pieces of work. */
const BLOCKS_PER_RUN = 64;

/** The fewest blocks that a node of this network may keep: a day of mainnet to reorganise in, and what still matures. */
export function leastKeptBlocks({ rewardMaturityBlocks }: Pick<NetworkParameters, 'rewardMaturityBlocks'>): number {
  return HEADER_WINDOW + rewardMaturityBlocks;
}

export interface ChainPrunerDependencies {
  readonly chain: Chain;
  readonly clock: Pick<Clock, 'breathe'>;
  readonly log: Log;
  /** So many of the newest blocks keep their bodies; at least {@link leastKeptBlocks}. */
  readonly keepBlocks: number;
}

/**
 * Removes bodies and undo data of old blocks as the chain grows, a few to a write, so that blocks get in between. What
 * was pruned is not served to peers, not found by transaction id and not in histories; balances stay exact.
 */
export class ChainPruner {
  private running: Promise<void> | undefined;
  private stopped = false;
  private prunedBelow = 0;

  constructor(private readonly dependencies: ChainPrunerDependencies) {}

  /** Begins with what is there, and goes on with every block. */
  start(): void {
    this.dependencies.chain.follow(async () => this.nudge());
    this.nudge();
  }

  /** Resolves when nothing is being removed any more. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  /** Never waited for by the chain: each piece queues like a block. */
  private nudge(): void {
    const { chain, keepBlocks, log } = this.dependencies;
    const bodiesBelow = chain.tip.height - keepBlocks + 1;
    if (this.stopped || this.running !== undefined || bodiesBelow < this.prunedBelow + BLOCKS_PER_RUN) return;
    this.running = this.prune(bodiesBelow)
      .catch((error: unknown) => log.error('pruning failed and will be tried again', { error: String(error) }))
      .finally(() => {
        this.running = undefined;
      });
  }

  private async prune(bodiesBelow: number): Promise<void> {
    const { chain, clock, log } = this.dependencies;
    // A reorganisation needs the rewards that mature in the blocks it connects.
    const undoBelow = bodiesBelow + chain.network.parameters.rewardMaturityBlocks + 1;
    let removed = 0;
    for (let went = ROWS_PER_WRITE; went === ROWS_PER_WRITE && !this.stopped; removed += went) {
      went = await chain.prune({ bodiesBelow, undoBelow }, ROWS_PER_WRITE);
      await clock.breathe();
    }
    if (this.stopped) return;
    this.prunedBelow = bodiesBelow;
    log.info('old blocks are pruned', { below: bodiesBelow, rows: removed });
  }
}
