import { invariant } from '../primitives/invariant.ts';
import type { AccountId } from '../transaction/account.ts';
import type { AccountState } from './account-state.ts';

/** Account states by id; undefined for an account that does not exist. */
export type AccountStates = ReadonlyMap<AccountId, AccountState | undefined>;

/**
 * Accounts while blocks are connected and undone: what the store holds, loaded before, and the changes on top.
 * Nothing reaches the store until the changes are committed, so dropping the view undoes everything.
 */
export class LedgerView {
  private readonly loaded = new Map<AccountId, AccountState | undefined>();
  private readonly changed = new Map<AccountId, AccountState | undefined>();

  /** The accounts among these that must be loaded before they can be asked for. */
  missing(accounts: Iterable<AccountId>): AccountId[] {
    const missing = new Set<AccountId>();
    for (const account of accounts) {
      if (!this.loaded.has(account) && !this.changed.has(account)) missing.add(account);
    }
    return [...missing];
  }

  /** Takes states as the store has them. */
  load(states: AccountStates): void {
    for (const [account, state] of states) this.loaded.set(account, state);
  }

  get(account: AccountId): AccountState | undefined {
    const changed = this.changed.get(account);
    if (changed !== undefined || this.changed.has(account)) return changed;
    invariant(this.loaded.has(account), 'an account is loaded before it is used');
    return this.loaded.get(account);
  }

  /** Sets a state, or removes the account. */
  set(account: AccountId, state: AccountState | undefined): void {
    this.changed.set(account, state);
  }

  /** Everything set so far, with its latest state. */
  changes(): AccountStates {
    return this.changed;
  }
}
