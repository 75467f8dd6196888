import type { Block } from '#domain/block/block';
import type {
  AccountHistoryPlace,
  ChainStore,
  ChainWrite,
  ConnectedBlock,
  TransactionPlace,
} from '#domain/chain/chain-store.port';
import type { HeaderEntry } from '#domain/chain/header-entry';
import type { AccountState } from '#domain/ledger/account-state';
import type { AccountStates } from '#domain/ledger/ledger-view';
import type { Hash } from '#domain/primitives/hash';
import { invariant } from '#domain/primitives/invariant';
import type { AccountId } from '#domain/transaction/account';

/** Keeps the chain in memory, for tests and simulation: a restart is handing it to another chain. */
export class MemoryChainStore implements ChainStore {
  private bestTip: Hash | undefined;
  private readonly entries = new Map<Hash, HeaderEntry>();
  private readonly best: Hash[] = [];
  private readonly blocks = new Map<Hash, Block>();
  private readonly undoData = new Map<Hash, Uint8Array>();
  private readonly states = new Map<AccountId, AccountState>();
  private readonly places = new Map<Hash, TransactionPlace>();
  private readonly histories = new Map<AccountId, AccountHistoryPlace[]>();
  private balance = 0n;
  /** What takes the steps of the write that runs back, latest last. */
  private readonly reverse: (() => void)[] = [];

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

  async treeFrom(height: number): Promise<HeaderEntry[]> {
    const found = [...this.entries.values()].filter((entry) => entry.height >= height);
    return found.sort((left, right) => left.height - right.height);
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
    return this.places.get(id);
  }

  async accountHistory(
    account: AccountId,
    before: AccountHistoryPlace | undefined,
    limit: number,
  ): Promise<AccountHistoryPlace[]> {
    const places = this.histories.get(account) ?? [];
    const found: AccountHistoryPlace[] = [];
    for (let i = places.length - 1; i >= 0 && found.length < limit; i--) {
      const place = places[i] as AccountHistoryPlace;
      if (before === undefined || isBefore(place, before)) found.push(place);
    }
    return found;
  }

  async accountTotals(): Promise<{ readonly accounts: number; readonly balance: bigint }> {
    return { accounts: this.states.size, balance: this.balance };
  }

  async write(write: ChainWrite): Promise<void> {
    this.reverse.length = 0;
    try {
      this.apply(write);
    } catch (error) {
      for (const step of this.reverse.reverse()) step();
      throw error;
    }
  }

  async close(): Promise<void> {}

  private apply(write: ChainWrite): void {
    for (const entry of write.entries) this.set(this.entries, entry.hash, entry);
    for (const block of write.bodies) this.addBody(block);
    for (const entry of write.disconnected) this.disconnect(entry);
    for (const block of write.connected) this.connect(block);
    for (const [account, state] of write.accounts) this.setAccount(account, state);
    if (write.disconnected.length + write.connected.length === 0 && write.tip === undefined) return;
    invariant(write.tip !== undefined && write.tip === this.best.at(-1), 'the tip is the best chain’s last block');
    const before = this.bestTip;
    this.bestTip = write.tip;
    this.reverse.push(() => {
      this.bestTip = before;
    });
  }

  private addBody(block: Block): void {
    this.known(block.hash);
    if (!this.blocks.has(block.hash)) this.set(this.blocks, block.hash, block);
  }

  private connect({ entry, block, undo }: ConnectedBlock): void {
    invariant(block.hash === entry.hash, 'a connected block is the one its entry names');
    invariant(entry.height === this.best.length, 'a block joins the best chain on top of it');
    invariant(
      entry.height === 0 || entry.header.previousHash === this.best.at(-1),
      'a block joins right above its previous one',
    );
    if (!this.entries.has(entry.hash)) this.set(this.entries, entry.hash, entry);
    this.addBody(block);
    this.set(this.undoData, entry.hash, undo);
    this.best.push(entry.hash);
    this.reverse.push(() => this.best.pop());
    for (const [index, { id }] of block.transactions.entries()) {
      this.set(this.places, id, { blockHash: entry.hash, height: entry.height, index });
    }
    for (const [account, place] of historyOf(block, entry.height)) {
      const history = this.historyFor(account);
      history.push(place);
      this.reverse.push(() => history.pop());
    }
  }

  private disconnect(entry: HeaderEntry): void {
    invariant(entry.height === this.best.length - 1, 'a block leaves the best chain from the top of it');
    invariant(this.best.at(-1) === entry.hash, 'only a block of the best chain can leave it');
    const block = this.blocks.get(entry.hash);
    invariant(block !== undefined, 'a block of the best chain has a body');
    this.best.pop();
    this.reverse.push(() => this.best.push(entry.hash));
    this.set(this.undoData, entry.hash, undefined);
    for (const { id } of block.transactions) this.set(this.places, id, undefined);
    for (const [account] of historyOf(block, entry.height)) {
      const history = this.historyFor(account);
      const left = history.findIndex(({ height }) => height === entry.height);
      if (left < 0) continue;
      const removed = history.splice(left);
      this.reverse.push(() => history.push(...removed));
    }
  }

  private historyFor(account: AccountId): AccountHistoryPlace[] {
    let history = this.histories.get(account);
    if (history === undefined) {
      history = [];
      this.histories.set(account, history);
    }
    return history;
  }

  private setAccount(account: AccountId, state: AccountState | undefined): void {
    const before = this.balance;
    this.balance += BigInt(state?.balance ?? 0) - BigInt(this.states.get(account)?.balance ?? 0);
    this.reverse.push(() => {
      this.balance = before;
    });
    this.set(this.states, account, state);
  }

  /** Sets or, with undefined, removes; and remembers how to take it back. */
  private set<Key, Value>(map: Map<Key, Value>, key: Key, value: Value | undefined): void {
    const before = map.get(key);
    if (value === undefined) map.delete(key);
    else map.set(key, value);
    this.reverse.push(() => {
      if (before === undefined) map.delete(key);
      else map.set(key, before);
    });
  }

  private known(hash: Hash): HeaderEntry {
    const entry = this.entries.get(hash);
    invariant(entry !== undefined, 'a body or a place in the chain belongs to a known header');
    return entry;
  }
}

function isBefore(place: AccountHistoryPlace, other: AccountHistoryPlace): boolean {
  return place.height < other.height || (place.height === other.height && place.index < other.index);
}

/** Every account that a block concerns with each of its places there, in their order. */
function* historyOf(block: Block, height: number): Generator<[AccountId, AccountHistoryPlace]> {
  if (block.reward.amount > 0) yield [block.reward.recipient, { height, index: -1 }];
  for (const [index, { senderAccount, recipient }] of block.transactions.entries()) {
    yield [senderAccount, { height, index }];
    if (recipient !== senderAccount) yield [recipient, { height, index }];
  }
}
