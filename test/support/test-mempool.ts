import type { AccountState } from '#domain/ledger/account-state';
import type { NetMoves } from '#domain/mempool/chain-moves';
import { Mempool } from '#domain/mempool/mempool';
import type { MempoolEvent } from '#domain/mempool/mempool-event';
import { defaultMempoolParameters, type MempoolParameters } from '#domain/mempool/mempool-parameters';
import { crumbs } from '#domain/primitives/crumbs';
import type { AccountId } from '#domain/transaction/account';
import type { Transaction } from '#domain/transaction/transaction';
import { ManualClock } from './manual-clock.ts';
import { numberedAccount, type UnsignedTransfer, unsignedTransfer } from './unsigned-transfer.ts';

/** A transfer without memo, in bytes: with a fee of so many crumbs its rate is 1. */
export const TRANSFER_BYTES = 154;

const RICH: AccountState = { balance: crumbs(1e12), nonce: 0 };

/** A mempool, the confirmed accounts that a test gives its senders, and what happened. */
export class TestMempool {
  readonly clock = new ManualClock(1_000_000_000_000);
  readonly mempool: Mempool;
  /** By number of the account; absent: one that owns a million times a million crumbs. */
  readonly accounts = new Map<number, AccountState | undefined>();

  constructor(parameters: Partial<MempoolParameters> = {}) {
    this.mempool = new Mempool({ ...defaultMempoolParameters(1_000_000), ...parameters }, this.clock);
  }

  private readonly numbers = new Map<AccountId, number>();

  stateOf(account: number): AccountState | undefined {
    return this.accounts.has(account) ? this.accounts.get(account) : RICH;
  }

  setAccount(account: number, balance: number, nonce = 0): void {
    this.accounts.set(account, { balance: crumbs(balance), nonce });
  }

  /** `taken`, or the code of the refusal. A fee that isn't given is ten crumbs a byte. */
  admit(transfer: UnsignedTransfer | Transaction, firstSeenMs?: number): string {
    const transaction = 'bytes' in transfer ? transfer : this.transfer(transfer);
    const from = 'bytes' in transfer ? undefined : transfer.from;
    const sender = from === undefined ? RICH : this.stateOf(from);
    const recipientExists = 'bytes' in transfer || this.stateOf(transfer.to) !== undefined;
    const admission = this.mempool.admit(transaction, { sender, recipientExists }, firstSeenMs);
    return admission.ok ? 'taken' : admission.refusal.code;
  }

  /** The transaction, which must be taken. */
  open(transfer: UnsignedTransfer): Transaction {
    const transaction = this.transfer(transfer);
    const ends = { sender: this.stateOf(transfer.from), recipientExists: true };
    const admission = this.mempool.admit(transaction, ends);
    if (!admission.ok) throw new Error(`not taken: ${JSON.stringify(admission.refusal)}`);
    return transaction;
  }

  /** Follows the chain, whose accounts are those of the test. */
  follow(moves: NetMoves): void {
    const states = new Map<AccountId, AccountState | undefined>();
    for (const account of this.mempool.accountsFor(moves)) {
      const number = this.numbers.get(account);
      states.set(account, number === undefined ? RICH : this.stateOf(number));
    }
    this.mempool.chainMoved(moves, states);
  }

  transfer(transfer: UnsignedTransfer): Transaction {
    this.numbers.set(numberedAccount(transfer.from), transfer.from);

    return unsignedTransfer({ fee: 10 * TRANSFER_BYTES, ...transfer });
  }

  /** What happened since the last time, in words: the kind, and of a drop its reason. */
  happened(): string[] {
    return this.events().map((event) =>
      event.kind === 'dropped'
        ? `${event.transaction.nonce} ${event.reason.code}`
        : `${event.transaction.nonce} ${event.kind}`,
    );
  }

  events(): readonly MempoolEvent[] {
    return this.mempool.takeChange().events;
  }

  /** Fees of what a block of this many bytes would take, in its order. */
  selectedFees(bytes = 1_000_000): number[] {
    return this.mempool.view.select({ bytes, transactions: 65_536 }).map(({ fee }) => fee);
  }
}
