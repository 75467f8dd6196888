import type { Crumbs } from '../primitives/crumbs.ts';

/** What the ledger knows of an account. An account that never had a coin has none. */
export interface AccountState {
  readonly balance: Crumbs;
  /** How many of its transactions are confirmed: the nonce that its next one carries. */
  readonly nonce: number;
}

export const EMPTY_ACCOUNT: AccountState = { balance: 0 as Crumbs, nonce: 0 };
