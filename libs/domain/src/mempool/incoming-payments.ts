import type { AccountId } from '../transaction/account.ts';
import type { OpenTransaction } from './open-transaction.ts';

/**
 * Open payments by recipient: for each a list whose links stand in the transactions themselves, since most recipients
 * have one and some have half the pool.
 */
export class IncomingPayments {
  /** The latest to each account. */
  private readonly latest = new Map<AccountId, OpenTransaction>();

  add(entry: OpenTransaction): void {
    const { recipient } = entry.transaction;
    const earlier = this.latest.get(recipient);
    entry.earlierToRecipient = earlier;
    if (earlier !== undefined) earlier.laterToRecipient = entry;
    this.latest.set(recipient, entry);
  }

  remove(entry: OpenTransaction): void {
    const { earlierToRecipient: earlier, laterToRecipient: later } = entry;
    if (earlier !== undefined) earlier.laterToRecipient = later;
    if (later !== undefined) later.earlierToRecipient = earlier;
    else if (earlier !== undefined) this.latest.set(entry.transaction.recipient, earlier);
    else this.latest.delete(entry.transaction.recipient);
    entry.earlierToRecipient = undefined;
    entry.laterToRecipient = undefined;
  }

  /** All to the account, the latest first. */
  *to(account: AccountId): Generator<OpenTransaction> {
    for (let entry = this.latest.get(account); entry !== undefined; entry = entry.earlierToRecipient) yield entry;
  }
}
