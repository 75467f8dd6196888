import type { Crumbs } from '../primitives/crumbs.ts';
import type { Refusal, Result } from '../primitives/result.ts';
import type { AccountId } from '../transaction/account.ts';
import type { Transaction } from '../transaction/transaction.ts';

/** What sending a payment needs of the rest of the node; `Reason`: why a transaction is not taken. */
export interface PaymentDesk<Reason extends Refusal> {
  /** The nonce of the account's next payment: after its confirmed ones and those of its open ones that follow on. */
  nextNonce(account: AccountId): Promise<number>;
  /** What a payment of so many bytes to this recipient should pay now, at least what is asked of it. */
  feeFor(bytes: number, recipient: AccountId): Promise<Crumbs>;
  /** Resolves when the transaction is open and kept, or refused. */
  submit(transaction: Transaction): Promise<Result<unknown, Reason>>;
}
