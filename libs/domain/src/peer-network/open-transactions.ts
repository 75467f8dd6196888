import type { Hash } from '../primitives/hash.ts';
import type { Result } from '../primitives/result.ts';
import type { Transaction } from '../transaction/transaction.ts';

/** What the network needs of the open transactions. */
export interface OpenTransactions {
  has(id: Hash): boolean;
  get(id: Hash): Transaction | undefined;
  /** Every open transaction, in no particular order. */
  all(): Iterable<Transaction>;
  /** Those that others may be told of, each after the earlier ones of its account. */
  relayable(): Iterable<Transaction>;
  /** Takes a transaction's bytes as they came; a refusal carries the code of the rule. */
  submit(bytes: Uint8Array): Promise<Result<Transaction, { readonly code: string }>>;
}
