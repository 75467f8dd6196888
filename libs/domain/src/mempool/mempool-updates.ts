import type { AccountStates } from '../ledger/ledger-view.ts';
import { EventChannel } from '../primitives/event-channel.ts';
import type { Hash } from '../primitives/hash.ts';
import { invariant } from '../primitives/invariant.ts';
import type { Log } from '../primitives/log.port.ts';
import type { SerialQueue } from '../primitives/serial-queue.ts';
import type { AccountId } from '../transaction/account.ts';
import { type ChainMoves, NetMoves } from './chain-moves.ts';
import type { Mempool } from './mempool.ts';
import type { MempoolEvent } from './mempool-event.ts';
import type { MempoolStore, MempoolWrite } from './mempool-store.port.ts';

export interface MempoolUpdatesDependencies {
  readonly mempool: Mempool;
  readonly store: MempoolStore;
  /** The chain's own (`chain.queue`), so that accounts stand still while a transaction is judged. */
  readonly queue: SerialQueue;
  /** Accounts as the best chain leaves them. */
  accounts(accounts: readonly AccountId[]): Promise<AccountStates>;
  readonly log: Log;
}

/** Accounts that cannot be read for so many changes in a row won't be read any more: the store is gone. */
const MAX_UNFOLLOWED_CHANGES = 64;

const NOTHING_STORED: ReadonlySet<Hash> = new Set();

/**
 * The only way to change the mempool in a running node: one change after another, each on the chain as it then is,
 * stored first and published after.
 */
export class MempoolUpdates {
  /** What happened to open transactions, after it is stored. */
  readonly events = new EventChannel<MempoolEvent>();
  /** Those that are not followed yet. */
  private moves: ChainMoves[] = [];

  constructor(private readonly dependencies: MempoolUpdatesDependencies) {}

  /**
   * Follows a change of the best chain. To be called within the queue, before any other task sees the change
   * (`chain.follow((change) => updates.chainMoved(change))`). A failure is logged, not thrown: a block that is stored
   * stays so, and what failed is done with the next change. Throws after {@link MAX_UNFOLLOWED_CHANGES} failures.
   */
  async chainMoved(moves: ChainMoves): Promise<void> {
    invariant(this.moves.length < MAX_UNFOLLOWED_CHANGES, 'accounts can be read again before long');
    this.moves.push(moves);
    try {
      await this.followChain();
    } catch (error) {
      this.logFailure(error);
    }
    await this.record('normal', NOTHING_STORED).catch((error: unknown) => this.logFailure(error));
  }

  /**
   * Runs the work in its turn in the queue, on a mempool that has followed the chain, and resolves when its changes are stored as
   * durably as asked. Fails when the work or the store does; what has changed in memory is published even so.
   * `stored`: ids that the store holds already.
   */
  run<Value>(
    work: (mempool: Mempool) => Promise<Value>,
    durability: MempoolWrite['durability'],
    stored: ReadonlySet<Hash> = NOTHING_STORED,
  ): Promise<Value> {
    const { queue, mempool } = this.dependencies;
    return queue.run(async () => {
      try {
        await this.followChain();
        return await work(mempool);
      } finally {
        await this.record(durability, stored);
      }
    });
  }

  private logFailure(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.dependencies.log.error('open transactions could not follow the chain', { reason });
  }

  private async followChain(): Promise<void> {
    const { moves } = this;
    if (moves.length === 0) return;
    this.moves = [];
    try {
      const { mempool, accounts } = this.dependencies;
      const net = new NetMoves(moves);
      const needed = mempool.accountsFor(net);
      mempool.chainMoved(net, needed.length === 0 ? new Map() : await accounts(needed));
    } catch (error) {
      // Not followed yet: the next change tries again.
      this.moves = [...moves, ...this.moves];
      throw error;
    }
  }

  private async record(durability: MempoolWrite['durability'], stored: ReadonlySet<Hash>): Promise<void> {
    const change = this.dependencies.mempool.takeChange();
    const { removed, events } = change;
    const added = stored.size === 0 ? change.added : change.added.filter(({ id }) => !stored.has(id));
    try {
      if (added.length + removed.length > 0) await this.dependencies.store.write({ added, removed, durability });
    } finally {
      for (const event of events) this.events.publish(event);
    }
  }
}
