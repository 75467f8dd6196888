import type { Block } from '../block/block.ts';
import type { AccountStates } from '../ledger/ledger-view.ts';
import type { Hash } from '../primitives/hash.ts';
import type { AccountId } from '../transaction/account.ts';
import type { HeaderEntry } from './header-entry.ts';
import type { PrunedHeights } from './pruned-heights.ts';

/** A block that becomes part of the best chain. */
export interface ConnectedBlock {
  readonly entry: HeaderEntry;
  readonly block: Block;
  /** What undoes it (`encodeUndo`). */
  readonly undo: Uint8Array;
}

/** One change of the store. All of it happens, or nothing. */
export interface ChainWrite {
  /**
   * Before all else, entries above this height go, of every branch, with all that belongs to them. None of them may
   * be in the best chain.
   */
  readonly forgetAbove?: number;
  /** New entries, and known ones whose status changed. */
  readonly entries: readonly HeaderEntry[];
  /**
   * Bodies that came, connected or not, beside those in `connected`. What is stored of one already is replaced: a
   * body that comes again may be there to mend a damaged one.
   */
  readonly bodies: readonly Block[];
  /** Blocks that leave the best chain, tip first: their places in the indexes go. */
  readonly disconnected: readonly HeaderEntry[];
  /** Blocks that join the best chain, lowest first: undo data and the indexes of transactions and accounts. */
  readonly connected: readonly ConnectedBlock[];
  /** Accounts as they are after it; undefined removes one. */
  readonly accounts: AccountStates;
  /** The best block after it, when it changes. */
  readonly tip: Hash | undefined;
  /**
   * `full`: on disk before the promise resolves, so that nothing acknowledged is lost in a power cut. `normal`: a
   * crash may lose the latest writes, never the order or wholeness of them; enough while catching up.
   */
  readonly durability: 'full' | 'normal';
}

/** Where a transaction stands in the best chain. */
export interface TransactionPlace {
  readonly blockHash: Hash;
  readonly height: number;
  /** 0 for the first transaction of the block. */
  readonly index: number;
}

/** A line of an account's history: the block and the place in it; `index` −1 is the reward of the block. */
export interface AccountHistoryPlace {
  readonly height: number;
  readonly index: number;
}

/**
 * Keeps the chain: headers, bodies, undo data, accounts and indexes. Reads see every write that has resolved.
 * Every adapter passes the same contract suite.
 */
export interface ChainStore {
  /** The best block, or undefined for a new store. */
  tip(): Promise<Hash | undefined>;
  entry(hash: Hash): Promise<HeaderEntry | undefined>;
  /** The best chain's entry at a height. */
  entryAt(height: number): Promise<HeaderEntry | undefined>;
  /** The best chain's entries from a height upwards, at most `limit`. */
  entriesFrom(height: number, limit: number): Promise<HeaderEntry[]>;
  /** Entries of all branches at these heights, both included, lowest first: what the header tree holds in memory. */
  treeBetween(from: number, to: number): Promise<HeaderEntry[]>;
  /** A body's bytes (the whole block), or undefined when it never came or was pruned. */
  blockBytes(hash: Hash): Promise<Uint8Array | undefined>;
  undo(hash: Hash): Promise<Uint8Array | undefined>;
  /** The states of these accounts; an account that does not exist maps to undefined. */
  accounts(accounts: readonly AccountId[]): Promise<AccountStates>;
  transactionPlace(id: Hash): Promise<TransactionPlace | undefined>;
  /** An account's places newest first, those before `before` when given; at most `limit`. */
  accountHistory(
    account: AccountId,
    before: AccountHistoryPlace | undefined,
    limit: number,
  ): Promise<AccountHistoryPlace[]>;
  /** How many accounts there are, and the sum of their balances in crumbs. */
  accountTotals(): Promise<{ readonly accounts: number; readonly balance: bigint }>;
  write(write: ChainWrite): Promise<void>;
  /**
   * Forgets everything that blocks were made into (accounts, undo data, indexes, which chain is best) and begins with
   * the genesis block's write again, all at once. Headers and bodies stay; who was connected is now only `body`.
   */
  reset(genesis: ChainWrite): Promise<void>;
  /** Below which heights undo data and bodies may be missing. */
  pruned(): Promise<PrunedHeights>;
  /**
   * Removes undo data and bodies below these heights, of every branch, the genesis block excepted: at most `limit` of
   * them. Gives how many went; fewer than `limit` when no more are left. Transactions and places in histories go with
   * their bodies. The heights are remembered with the first call, and never fall.
   */
  prune(heights: PrunedHeights, limit: number): Promise<number>;
  close(): Promise<void>;
}
