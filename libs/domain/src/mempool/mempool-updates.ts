import type { AccountStates } from '../ledger/ledger-view.ts';
import { EventChannel } from '../primitives/event-channel.ts';
import type { Hash } from '../primitives/hash.ts';
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
  /** The one through which the chain changes too, so that accounts stand still while a transaction is judged. */
  readonly queue: SerialQueue;
  /** Accounts as the best chain leaves them. */
  accounts(accounts: readonly AccountId[]): Promise<AccountStates>;
  readonly log: Log;
}

const NOTHING_STORED: ReadonlySet<Hash> = new Set();

/**
 * The only way to change the mempool in a running node: one change after another, each on the chain as it then is,
 * stored first and published after.
 */
export class MempoolUpdates {
  /** What happened to open transactions, after it is stored. */
  readonly events = new EventChannel<MempoolEvent>();
  private moves: ChainMoves[] = [];

  constructor(private readonly dependencies: MempoolUpdatesDependencies) {}

  /** To be told at once of every change of the best chain; what it means for open transactions follows in turn. */
  noteChain(moves: ChainMoves): void {
    this.moves.push(moves);
    // One task follows all the moves that come before its turn.
    if (this.moves.length > 1) return;
    this.run(async () => undefined, 'normal').catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      this.dependencies.log.error('open transactions could not follow the chain', { reason });
    });
  }

  /**
   * Runs the work in its turn, on a mempool that has followed the chain, and resolves when its changes are stored as
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

  private async followChain(): Promise<void> {
    if (this.moves.length === 0) return;
    const moves = new NetMoves(this.moves);
    this.moves = [];
    const { mempool, accounts } = this.dependencies;
    const needed = mempool.accountsFor(moves);
    mempool.chainMoved(moves, needed.length === 0 ? new Map() : await accounts(needed));
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
