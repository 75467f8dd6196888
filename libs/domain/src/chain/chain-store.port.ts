import type { Block } from '../block/block.ts';
import type { AccountStates } from '../ledger/ledger-view.ts';
import type { Hash } from '../primitives/hash.ts';
import type { AccountId } from '../transaction/account.ts';
import type { HeaderEntry } from './header-entry.ts';

/** A block that becomes part of the best chain. */
export interface ConnectedBlock {
  readonly entry: HeaderEntry;
  readonly block: Block;
  /** What undoes it (`encodeUndo`). */
  readonly undo: Uint8Array;
}

/** One change of the store. All of it happens, or nothing. */
export interface ChainWrite {
  /** New entries, and known ones whose status changed. */
  readonly entries: readonly HeaderEntry[];
  /** Bodies that came, connected or not, beside those in `connected` whose body is stored already. */
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
  /** Entries of all branches at this height or above, lowest first: what the header tree starts from. */
  treeFrom(height: number): Promise<HeaderEntry[]>;
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
  close(): Promise<void>;
}
