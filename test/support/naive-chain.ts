import type { AccountState } from '#domain/ledger/account-state';
import type { ChainMoves, PlacedBlock } from '#domain/mempool/chain-moves';
import { crumbs } from '#domain/primitives/crumbs';
import type { AccountId } from '#domain/transaction/account';
import type { Transaction } from '#domain/transaction/transaction';
import { looseBlock } from './loose-block.ts';

type Accounts = ReadonlyMap<AccountId, AccountState>;

/** Balances and nonces after a list of blocks, in the plainest way: each block remembers all accounts before it. */
export class NaiveChain {
  private readonly blocks: { readonly placed: PlacedBlock; readonly before: Accounts }[] = [];

  constructor(private accounts: Accounts) {}

  get height(): number {
    return this.blocks.length;
  }

  stateOf(account: AccountId): AccountState | undefined {
    return this.accounts.get(account);
  }

  /** The accounts after these transactions, in order; undefined when one of them breaks the ledger's rules. */
  after(transactions: readonly Transaction[]): Accounts | undefined {
    const accounts = new Map(this.accounts);
    for (const { senderAccount, recipient, nonce, amount, fee } of transactions) {
      const sender = accounts.get(senderAccount);
      if (sender === undefined || sender.nonce !== nonce || sender.balance < amount + fee) return undefined;
      accounts.set(senderAccount, { balance: crumbs(sender.balance - amount - fee), nonce: nonce + 1 });
      const paid = accounts.get(recipient);
      accounts.set(recipient, { balance: crumbs((paid?.balance ?? 0) + amount), nonce: paid?.nonce ?? 0 });
    }
    return accounts;
  }

  /** Takes blocks off the tip and puts others on, each with those of its transactions that the ledger allows. */
  move(undoCount: number, candidates: readonly (readonly Transaction[])[]): ChainMoves {
    const disconnected = this.blocks.splice(this.height - Math.min(undoCount, this.height)).reverse();
    this.accounts = disconnected.at(-1)?.before ?? this.accounts;
    const connected = candidates.map((transactions) => this.connect(transactions));
    return { disconnected: disconnected.map(({ placed }) => placed), connected };
  }

  private connect(candidates: readonly Transaction[]): PlacedBlock {
    const before = this.accounts;
    const taken: Transaction[] = [];
    for (const transaction of candidates) {
      const accounts = this.after([...taken, transaction]);
      if (accounts !== undefined) taken.push(transaction);
    }
    this.accounts = this.after(taken) ?? before;
    const placed = looseBlock(taken, this.height + 1);
    this.blocks.push({ placed, before });
    return placed;
  }
}
