import type { Block } from '../block/block.ts';
import type { Hash } from '../primitives/hash.ts';
import type { AccountId } from '../transaction/account.ts';
import type { Transaction } from '../transaction/transaction.ts';

/** A block and its height. */
export interface PlacedBlock {
  readonly entry: { readonly height: number };
  readonly block: Block;
}

/** How the best chain changed: blocks that left it, tip first, then blocks that joined it, lowest first. */
export interface ChainMoves {
  readonly disconnected: readonly PlacedBlock[];
  readonly connected: readonly PlacedBlock[];
}

/** Where a transaction was confirmed. */
export interface Confirmation {
  readonly transaction: Transaction;
  readonly blockHash: Hash;
  readonly height: number;
}

/** What several moves come to: a block that left and came back in between has changed nothing. */
export class NetMoves {
  /** True when the chain only grew. */
  readonly isGrowth: boolean;
  private readonly touched = new Set<AccountId>();
  private readonly confirmations = new Map<Hash, Confirmation>();
  private readonly unconfirmed = new Map<Hash, Transaction>();
  private isResolved = false;

  constructor(readonly moves: readonly ChainMoves[]) {
    this.isGrowth = moves.every(({ disconnected }) => disconnected.length === 0);
  }

  /** Transactions in blocks that joined, by id. */
  get confirmed(): ReadonlyMap<Hash, Confirmation> {
    this.resolve();
    return this.confirmations;
  }

  /** Transactions in blocks that left and in none that joined, by id. */
  get returning(): ReadonlyMap<Hash, Transaction> {
    this.resolve();
    return this.unconfirmed;
  }

  /** Senders and recipients of every block that moved; not whose reward has matured. */
  get accounts(): ReadonlySet<AccountId> {
    this.resolve();
    return this.touched;
  }

  /** Only when somebody asks: a node that catches up has nothing open, and thousands of blocks to connect. */
  private resolve(): void {
    if (this.isResolved) return;
    this.isResolved = true;
    for (const { disconnected, connected } of this.moves) {
      // The blocks were told from the tip down: their transactions return in the order in which they were made.
      for (const { block } of [...disconnected].reverse()) this.undo(block);
      for (const placed of connected) this.confirm(placed);
    }
  }

  private undo(block: Block): void {
    for (const transaction of block.transactions) {
      this.confirmations.delete(transaction.id);
      this.unconfirmed.set(transaction.id, transaction);
      this.touch(transaction);
    }
  }

  private confirm({ block, entry }: PlacedBlock): void {
    for (const transaction of block.transactions) {
      this.unconfirmed.delete(transaction.id);
      this.confirmations.set(transaction.id, { transaction, blockHash: block.hash, height: entry.height });
      this.touch(transaction);
    }
    this.touched.add(block.reward.recipient);
  }

  private touch({ senderAccount, recipient }: Transaction): void {
    this.touched.add(senderAccount).add(recipient);
  }
}
