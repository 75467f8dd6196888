import type { Block } from '#domain/block/block';
import type {
  AccountHistoryPlace,
  ChainStore,
  ChainWrite,
  ConnectedBlock,
  TransactionPlace,
} from '#domain/chain/chain-store.port';
import type { HeaderEntry } from '#domain/chain/header-entry';
import { NOTHING_PRUNED, type PrunedHeights } from '#domain/chain/pruned-heights';
import type { AccountState } from '#domain/ledger/account-state';
import type { AccountStates } from '#domain/ledger/ledger-view';
import type { Hash } from '#domain/primitives/hash';
import { invariant } from '#domain/primitives/invariant';
import type { AccountId } from '#domain/transaction/account';
import { MemoryPlaces } from './memory-places.ts';
import { Rollback } from './rollback.ts';

/** Keeps the chain in memory, for tests and simulation: a restart is handing it to another chain. */
export class MemoryChainStore implements ChainStore {
  /** No entry stands higher. */
  private topHeight = -1;
  private bestTip: Hash | undefined;
  private readonly entries = new Map<Hash, HeaderEntry>();
  /** Which entries of any branch stand at a height, in the order they came. */
  private readonly atHeight = new Map<number, ReadonlySet<Hash>>();
  private readonly best: Hash[] = [];
  private readonly blocks = new Map<Hash, Block>();
  private readonly undoData = new Map<Hash, Uint8Array>();
  private readonly states = new Map<AccountId, AccountState>();
  private readonly rollback = new Rollback();
  private readonly places = new MemoryPlaces(this.rollback);
  private balance = 0n;
  private heights = NOTHING_PRUNED;

  async tip(): Promise<Hash | undefined> {
    return this.bestTip;
  }

  async entry(hash: Hash): Promise<HeaderEntry | undefined> {
    return this.entries.get(hash);
  }

  async entryAt(height: number): Promise<HeaderEntry | undefined> {
    const hash = this.best[height];
    return hash === undefined ? undefined : this.entries.get(hash);
  }

  async entriesFrom(height: number, limit: number): Promise<HeaderEntry[]> {
    const from = Math.max(0, height);
    return this.best.slice(from, from + limit).map((hash) => this.known(hash));
  }

  async treeBetween(from: number, to: number): Promise<HeaderEntry[]> {
    const found: HeaderEntry[] = [];
    for (let height = Math.max(0, from); height <= to && height <= this.topHeight; height++) {
      for (const hash of this.atHeight.get(height) ?? []) found.push(this.known(hash));
    }
    return found;
  }

  async blockBytes(hash: Hash): Promise<Uint8Array | undefined> {
    return this.blocks.get(hash)?.bytes;
  }

  async undo(hash: Hash): Promise<Uint8Array | undefined> {
    return this.undoData.get(hash);
  }

  async accounts(accounts: readonly AccountId[]): Promise<AccountStates> {
    return new Map(accounts.map((account) => [account, this.states.get(account)]));
  }

  async transactionPlace(id: Hash): Promise<TransactionPlace | undefined> {
    return this.places.transaction(id);
  }

  async accountHistory(
    account: AccountId,
    before: AccountHistoryPlace | undefined,
    limit: number,
  ): Promise<AccountHistoryPlace[]> {
    return this.places.history(account, before, limit);
  }

  async accountTotals(): Promise<{ readonly accounts: number; readonly balance: bigint }> {
    return { accounts: this.states.size, balance: this.balance };
  }

  async write(write: ChainWrite): Promise<void> {
    this.rollback.wholly(() => this.apply(write));
  }

  async reset(genesis: ChainWrite): Promise<void> {
    this.rollback.wholly(() => {
      this.forgetBestChain();
      this.places.clear();
      for (const hash of this.undoData.keys()) this.rollback.set(this.undoData, hash, undefined);
      for (const account of this.states.keys()) this.setAccount(account, undefined);
      for (const entry of this.entries.values()) {
        if (entry.status === 'connected') this.rollback.set(this.entries, entry.hash, { ...entry, status: 'body' });
      }
      this.apply(genesis);
    });
  }

  async pruned(): Promise<PrunedHeights> {
    return this.heights;
  }

  async prune({ bodiesBelow, undoBelow }: PrunedHeights, limit: number): Promise<number> {
    this.heights = {
      bodiesBelow: Math.max(bodiesBelow, this.heights.bodiesBelow),
      undoBelow: Math.max(undoBelow, this.heights.undoBelow),
    };
    let removed = 0;
    for (const { hash, height } of [...this.entries.values()]) {
      if (removed >= limit) break;
      if (height === 0) continue;
      if (height < undoBelow && this.undoData.delete(hash)) removed++;
      const block = height < bodiesBelow ? this.blocks.get(hash) : undefined;
      if (block === undefined) continue;
      if (this.best[height] === hash) this.places.remove(block, height);
      this.blocks.delete(hash);
      removed++;
    }
    return Math.min(removed, limit);
  }

  async close(): Promise<void> {}

  private apply(write: ChainWrite): void {
    if (write.forgetAbove !== undefined) this.forgetAbove(write.forgetAbove);
    for (const entry of write.entries) this.putEntry(entry);
    for (const block of write.bodies) this.putBody(block);
    for (const entry of write.disconnected) this.disconnect(entry);
    for (const block of write.connected) this.connect(block);
    for (const [account, state] of write.accounts) this.setAccount(account, state);
    if (write.disconnected.length + write.connected.length === 0 && write.tip === undefined) return;
    invariant(write.tip !== undefined && write.tip === this.best.at(-1), 'the tip is the best chain’s last block');
    const before = this.bestTip;
    this.bestTip = write.tip;
    this.rollback.onFailure(() => {
      this.bestTip = before;
    });
  }

  private forgetBestChain(): void {
    const { bestTip, heights } = this;
    const best = this.best.splice(0);
    this.bestTip = undefined;
    this.heights = NOTHING_PRUNED;
    this.rollback.onFailure(() => {
      this.bestTip = bestTip;
      this.heights = heights;
      this.best.push(...best);
    });
  }

  private forgetAbove(height: number): void {
    invariant(height >= this.best.length - 1, 'no block of the best chain is forgotten');
    for (const entry of this.entries.values()) {
      if (entry.height <= height) continue;
      this.rollback.set(this.entries, entry.hash, undefined);
      this.rollback.set(this.blocks, entry.hash, undefined);
      this.rollback.set(this.atHeight, entry.height, undefined);
    }
  }

  private putEntry(entry: HeaderEntry): void {
    const { hash, height } = entry;
    if (!this.entries.has(hash)) {
      this.rollback.set(this.atHeight, height, new Set([...(this.atHeight.get(height) ?? []), hash]));
      this.topHeight = Math.max(this.topHeight, height);
    }
    this.rollback.set(this.entries, hash, entry);
  }

  private putBody(block: Block): void {
    this.known(block.hash);
    this.rollback.set(this.blocks, block.hash, block);
  }

  private connect({ entry, block, undo }: ConnectedBlock): void {
    invariant(block.hash === entry.hash, 'a connected block is the one its entry names');
    invariant(entry.height === this.best.length, 'a block joins the best chain on top of it');
    invariant(
      entry.height === 0 || entry.header.previousHash === this.best.at(-1),
      'a block joins right above its previous one',
    );
    if (!this.entries.has(entry.hash)) this.putEntry(entry);
    this.putBody(block);
    this.rollback.set(this.undoData, entry.hash, undo);
    this.best.push(entry.hash);
    this.rollback.onFailure(() => this.best.pop());
    this.places.add(block, entry.height);
  }

  private disconnect(entry: HeaderEntry): void {
    invariant(entry.height === this.best.length - 1, 'a block leaves the best chain from the top of it');
    invariant(this.best.at(-1) === entry.hash, 'only a block of the best chain can leave it');
    this.best.pop();
    this.rollback.onFailure(() => this.best.push(entry.hash));
    this.rollback.set(this.undoData, entry.hash, undefined);
    const block = this.blocks.get(entry.hash);
    if (block === undefined) this.places.removeLost(entry.hash, entry.height);
    else this.places.remove(block, entry.height);
  }

  private setAccount(account: AccountId, state: AccountState | undefined): void {
    const before = this.balance;
    this.balance += BigInt(state?.balance ?? 0) - BigInt(this.states.get(account)?.balance ?? 0);
    this.rollback.onFailure(() => {
      this.balance = before;
    });
    this.rollback.set(this.states, account, state);
  }

  private known(hash: Hash): HeaderEntry {
    const entry = this.entries.get(hash);
    invariant(entry !== undefined, 'a body or a place in the chain belongs to a known header');
    return entry;
  }
}
