import type { Block } from '#domain/block/block';
import type { AccountHistoryPlace, TransactionPlace } from '#domain/chain/chain-store.port';
import type { Hash } from '#domain/primitives/hash';
import type { AccountId } from '#domain/transaction/account';
import type { Rollback } from './rollback.ts';

/** Where transactions and accounts appear in the best chain. */
export class MemoryPlaces {
  private readonly transactions = new Map<Hash, TransactionPlace>();
  private readonly histories = new Map<AccountId, readonly AccountHistoryPlace[]>();

  constructor(private readonly rollback: Rollback) {}

  transaction(id: Hash): TransactionPlace | undefined {
    return this.transactions.get(id);
  }

  history(account: AccountId, before: AccountHistoryPlace | undefined, limit: number): AccountHistoryPlace[] {
    const places = this.histories.get(account) ?? [];
    const found: AccountHistoryPlace[] = [];
    for (let i = places.length - 1; i >= 0 && found.length < limit; i--) {
      const place = places[i] as AccountHistoryPlace;
      if (before === undefined || isBefore(place, before)) found.push(place);
    }
    return found;
  }

  /** Adds the block that becomes the newest of the best chain. */
  add(block: Block, height: number): void {
    for (const [index, { id }] of block.transactions.entries()) {
      this.rollback.set(this.transactions, id, { blockHash: block.hash, height, index });
    }
    for (const [account, place] of historyOf(block, height)) {
      const history = (this.histories.get(account) ?? []) as AccountHistoryPlace[];
      if (history.length === 0) this.rollback.set(this.histories, account, history);
      history.push(place);
      this.rollback.onFailure(() => history.pop());
    }
  }

  /** Removes a block of the best chain. */
  remove(block: Block, height: number): void {
    for (const { id } of block.transactions) {
      if (this.transactions.get(id)?.blockHash === block.hash) this.rollback.set(this.transactions, id, undefined);
    }
    for (const account of new Set([...historyOf(block, height)].map(([each]) => each))) this.shorten(account, height);
  }

  /** The same for a block whose body is lost. */
  removeLost(blockHash: Hash, height: number): void {
    for (const [id, place] of this.transactions) {
      if (place.blockHash === blockHash) this.rollback.set(this.transactions, id, undefined);
    }
    for (const account of this.histories.keys()) this.shorten(account, height);
  }

  clear(): void {
    for (const id of this.transactions.keys()) this.rollback.set(this.transactions, id, undefined);
    for (const account of this.histories.keys()) this.rollback.set(this.histories, account, undefined);
  }

  /** Takes a height out of an account's history: mostly its end, for the newest block leaves first. */
  private shorten(account: AccountId, height: number): void {
    const places = this.histories.get(account) ?? [];
    const isEnd = places.at(-1)?.height === height;
    const left = isEnd
      ? places.slice(0, places.findLastIndex((place) => place.height !== height) + 1)
      : places.filter((place) => place.height !== height);
    if (left.length < places.length) this.rollback.set(this.histories, account, left);
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
