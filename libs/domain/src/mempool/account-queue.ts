import type { AccountState } from '../ledger/account-state.ts';
import type { AccountId } from '../transaction/account.ts';
import type { OpenTransaction } from './open-transaction.ts';

/** One account's open transactions in nonce order: the first `readyCount` follow its confirmed ones without a gap. */
export class AccountQueue {
  private readonly list: OpenTransaction[] = [];
  /** Of all entries together, as long as nothing was removed since it was last asked for. */
  private knownCost: number | undefined = 0;
  private knownLowestRate: number | undefined = Number.POSITIVE_INFINITY;

  constructor(
    readonly account: AccountId,
    /** What the best chain says of the account. */
    public state: AccountState,
  ) {}

  get entries(): readonly OpenTransaction[] {
    return this.list;
  }

  get length(): number {
    return this.list.length;
  }

  get last(): OpenTransaction | undefined {
    return this.list.at(-1);
  }

  /** How many can be mined in order, as their nonces say. */
  get readyCount(): number {
    const { nonce } = this.state;
    // Without a gap, which is the rule, the last one's nonce tells it at once.
    if (this.last?.nonce === nonce + this.list.length - 1) return this.list.length;
    let count = 0;
    while (this.list[count]?.nonce === nonce + count) count++;
    return count;
  }

  /** The nonce of the next transaction that would extend what is ready. */
  get nextNonce(): number {
    return this.state.nonce + this.readyCount;
  }

  at(nonce: number): OpenTransaction | undefined {
    const entry = this.list[this.indexOf(nonce)];
    return entry?.nonce === nonce ? entry : undefined;
  }

  /** The index of the first entry whose nonce isn't below this one. */
  indexOf(nonce: number): number {
    let low = 0;
    let high = this.list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.list[middle] as OpenTransaction).nonce < nonce) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Puts in an entry whose nonce no other has. */
  insert(entry: OpenTransaction): void {
    const [cost, lowestRate] = [this.cost, this.lowestRate];
    this.list.splice(this.indexOf(entry.nonce), 0, entry);
    this.knownCost = cost + entry.cost;
    this.knownLowestRate = Math.min(lowestRate, entry.feeRate);
  }

  /** Takes out an entry that is in it. */
  remove(entry: OpenTransaction): void {
    this.list.splice(this.indexOf(entry.nonce), 1);
    this.knownCost = undefined;
    this.knownLowestRate = undefined;
  }

  /** What all before the nonce take from the account together. */
  costBefore(nonce: number): number {
    if (this.isAfterAll(nonce)) return this.cost;
    return this.list.slice(0, this.indexOf(nonce)).reduce((sum, { cost }) => sum + cost, 0);
  }

  /** The lowest fee rate of all before the nonce; Infinity when there is none. */
  lowestRateBefore(nonce: number): number {
    if (this.isAfterAll(nonce)) return this.lowestRate;
    return lowestRateOf(this.list.slice(0, this.indexOf(nonce)));
  }

  /** The balance reaches all entries. */
  get isCovered(): boolean {
    return this.cost <= this.state.balance;
  }

  /** The entries that the balance doesn't reach, in nonce order: always the end of the queue. */
  uncovered(): OpenTransaction[] {
    if (this.isCovered) return [];
    let cost = 0;
    const first = this.list.findIndex((entry) => {
      cost += entry.cost;
      return cost > this.state.balance;
    });
    return first === -1 ? [] : this.list.slice(first);
  }

  private get cost(): number {
    this.knownCost ??= this.list.reduce((sum, { cost }) => sum + cost, 0);
    return this.knownCost;
  }

  private get lowestRate(): number {
    this.knownLowestRate ??= lowestRateOf(this.list);
    return this.knownLowestRate;
  }

  private isAfterAll(nonce: number): boolean {
    return this.last === undefined || this.last.nonce < nonce;
  }
}

function lowestRateOf(entries: readonly OpenTransaction[]): number {
  return entries.reduce((lowest, { feeRate }) => Math.min(lowest, feeRate), Number.POSITIVE_INFINITY);
}
