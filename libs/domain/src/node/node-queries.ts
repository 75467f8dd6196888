import type { Block } from '../block/block.ts';
import { rewardOf, transactionAt } from '../block/block-parts.ts';
import { merkleProof } from '../block/merkle-proof.ts';
import type { Reward } from '../block/reward.ts';
import type { Chain } from '../chain/chain.ts';
import type { AccountHistoryPlace, ChainStore } from '../chain/chain-store.port.ts';
import type { HeaderEntry } from '../chain/header-entry.ts';
import { type AccountState, EMPTY_ACCOUNT } from '../ledger/account-state.ts';
import type { MempoolView, Pending } from '../mempool/mempool-view.ts';
import { totalSubsidies } from '../network-params/supply.ts';
import { addCrumbs, type Crumbs } from '../primitives/crumbs.ts';
import type { Hash } from '../primitives/hash.ts';
import type { AccountId } from '../transaction/account.ts';
import type { Transaction } from '../transaction/transaction.ts';

/** A block of the best chain. */
export interface FoundBlock {
  readonly entry: HeaderEntry;
  readonly block: Block;
  /** 1 for the tip. */
  readonly confirmations: number;
}

/** A transaction, and the block that holds it when it is confirmed. */
export interface FoundTransaction {
  readonly transaction: Transaction;
  readonly confirmed: { readonly entry: HeaderEntry; readonly confirmations: number } | undefined;
}

/** That a transaction is in a block, for whoever has nothing of it but the header. */
export interface TransactionProof {
  readonly entry: HeaderEntry;
  /** Place among the leaves of the merkle tree: the reward is 0, the first transaction 1. */
  readonly index: number;
  /** Hashes beside the way to the root, from the bottom up; internal order. */
  readonly branch: readonly Uint8Array[];
}

/** A block of the recent tree. */
export interface TreeBlock {
  readonly entry: HeaderEntry;
  readonly isOnBestChain: boolean;
}

/** More side branches than any honest network has: a page that draws them, and an answer, stay small. */
const MAX_TREE_BLOCKS = 1_000;

/** An account as people see it. Amounts in crumbs. */
export interface AccountSummary extends AccountState {
  /** Rewards that are not credited yet. */
  readonly immature: Crumbs;
  readonly pending: Pending;
}

/** A line of an account's history: a transaction, or the reward of a block. */
export interface HistoryLine extends AccountHistoryPlace {
  readonly entry: HeaderEntry;
  /** 1 for the tip. */
  readonly confirmations: number;
  readonly what: { readonly transaction: Transaction } | { readonly reward: Reward };
}

/** Questions that several capabilities answer together. */
export class NodeQueries {
  constructor(
    private readonly chain: Chain,
    private readonly store: Pick<ChainStore, 'transactionPlace' | 'accountHistory' | 'treeBetween' | 'blockBytes'>,
    private readonly mempool: MempoolView,
  ) {}

  /** All crumbs that exist at the tip, credited or still immature. */
  supply(): Crumbs {
    const { network, tip } = this.chain;
    const allocated = network.allocations.reduce((sum, { amount }) => sum + amount, 0);
    return (allocated + Number(totalSubsidies(network.parameters, tip.height))) as Crumbs;
  }

  async blockAt(height: number): Promise<FoundBlock | undefined> {
    const entry = await this.chain.at(height);
    return entry === undefined ? undefined : this.found(entry);
  }

  /** A block of the best chain, by hash. */
  async blockByHash(hash: Hash): Promise<FoundBlock | undefined> {
    const entry = await this.onBestChain(hash);
    return entry === undefined ? undefined : this.found(entry);
  }

  async transaction(id: Hash): Promise<FoundTransaction | undefined> {
    const open = this.mempool.byId(id);
    if (open !== undefined) return { transaction: open.transaction, confirmed: undefined };
    const place = await this.store.transactionPlace(id);
    const entry = place === undefined ? undefined : await this.onBestChain(place.blockHash);
    if (place === undefined || entry === undefined) return undefined;
    const bytes = await this.store.blockBytes(entry.hash);
    const transaction = bytes === undefined ? undefined : transactionAt(bytes, place.index);
    if (transaction?.id !== id) return undefined;
    return { transaction, confirmed: { entry, confirmations: this.confirmationsOf(entry) } };
  }

  /** Undefined for what no block of the best chain has, or only one whose body was pruned. */
  async proof(id: Hash): Promise<TransactionProof | undefined> {
    const place = await this.store.transactionPlace(id);
    const found = place === undefined ? undefined : await this.blockByHash(place.blockHash);
    if (place === undefined || found === undefined) return undefined;
    const { reward, transactions } = found.block;
    const index = place.index + 1;
    const leaves = [reward.idBytes, ...transactions.map(({ idBytes }) => idBytes)];
    return { entry: found.entry, index, branch: merkleProof(leaves, index) };
  }

  /**
   * The known blocks of all branches at the newest `depth` heights of the best chain and at as many above them, highest
   * first, at most {@link MAX_TREE_BLOCKS} (of which those of the best chain come first when there are more).
   */
  async recentTree(depth: number): Promise<TreeBlock[]> {
    const { height: tipHeight } = this.chain.tip;
    const entries = await this.store.treeBetween(Math.max(0, tipHeight - depth + 1), tipHeight + depth);
    const blocks: TreeBlock[] = [];
    for (const entry of entries) {
      blocks.push({ entry, isOnBestChain: (await this.chain.at(entry.height))?.hash === entry.hash });
    }
    const best = blocks.filter(({ isOnBestChain }) => isOnBestChain);
    const others = blocks.filter(({ isOnBestChain }) => !isOnBestChain);
    const kept = [...best, ...others.slice(best.length - MAX_TREE_BLOCKS)];
    return kept.sort((a, b) => b.entry.height - a.entry.height);
  }

  async account(account: AccountId): Promise<AccountSummary> {
    const state = (await this.chain.accounts([account])).get(account) ?? EMPTY_ACCOUNT;
    return { ...state, immature: await this.immature(account), pending: this.mempool.pendingOf(account) };
  }

  /** Newest first. */
  async history(account: AccountId, before: AccountHistoryPlace | undefined, limit: number): Promise<HistoryLine[]> {
    const lines: HistoryLine[] = [];
    let block: { readonly entry: HeaderEntry; readonly bytes: Uint8Array | undefined } | undefined;
    for (const place of await this.store.accountHistory(account, before, limit)) {
      const entry = await this.chain.at(place.height);
      if (entry === undefined) continue;
      // Lines of one block follow each other; of each only its own bytes are decoded.
      if (block?.entry.hash !== entry.hash) block = { entry, bytes: await this.store.blockBytes(entry.hash) };
      const what = block.bytes === undefined ? undefined : partAt(block.bytes, place.index);
      // Another block may have come to that height since the place was found.
      if (what === undefined || !concerns(what, account)) continue;
      lines.push({ ...place, entry, confirmations: this.confirmationsOf(entry), what });
    }
    return lines;
  }

  /** Rewards of the newest blocks that the account has still to wait for. */
  private async immature(account: AccountId): Promise<Crumbs> {
    const { tip, network } = this.chain;
    let sum = 0 as Crumbs;
    const first = Math.max(1, tip.height - network.parameters.rewardMaturityBlocks + 1);
    for (let height = first; height <= tip.height; height++) {
      const reward = await this.chain.rewardAt(height);
      if (reward?.recipient === account) sum = addCrumbs(sum, reward.amount);
    }
    return sum;
  }

  private async onBestChain(hash: Hash): Promise<HeaderEntry | undefined> {
    const entry = await this.chain.find(hash);
    return entry === undefined || (await this.chain.at(entry.height))?.hash !== hash ? undefined : entry;
  }

  private confirmationsOf({ height }: HeaderEntry): number {
    return this.chain.tip.height - height + 1;
  }

  /** Of a block whose body was pruned nothing is found. */
  private async found(entry: HeaderEntry): Promise<FoundBlock | undefined> {
    const block = await this.chain.block(entry.hash);
    if (block === undefined) return undefined;
    return { entry, block, confirmations: this.confirmationsOf(entry) };
  }
}

function concerns(what: HistoryLine['what'], account: AccountId): boolean {
  if ('reward' in what) return what.reward.recipient === account;
  return what.transaction.recipient === account || what.transaction.senderAccount === account;
}

/** What stands at an index of a history; undefined where a block has less in it. */
function partAt(block: Uint8Array, index: number): HistoryLine['what'] | undefined {
  if (index < 0) return { reward: rewardOf(block) };
  const transaction = transactionAt(block, index);
  return transaction === undefined ? undefined : { transaction };
}
