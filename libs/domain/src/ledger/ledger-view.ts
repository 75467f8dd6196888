import { invariant } from '../primitives/invariant.ts';
import type { AccountId } from '../transaction/account.ts';
import type { AccountState } from './account-state.ts';

/** Account states by id; undefined for an account that does not exist. */
export type AccountStates = ReadonlyMap<AccountId, AccountState | undefined>;

/**
 * Accounts while blocks are connected and undone: what the store holds, loaded before, and the changes on top.
 * Nothing reaches the store until the changes are committed, so dropping a view undoes everything; a view on top of
 * another ({@link fork}) is dropped or merged alone.
 */
export class LedgerView {
  private readonly loaded = new Map<AccountId, AccountState | undefined>();
  private readonly changed = new Map<AccountId, AccountState | undefined>();

  constructor(private readonly below?: LedgerView) {}

  /** The accounts among these that must be loaded before they can be asked for. */
  missing(accounts: Iterable<AccountId>): AccountId[] {
    const missing: AccountId[] = [];
    for (const account of accounts) if (!this.has(account)) missing.push(account);
    return missing;
  }

  /** Takes states as the store has them. */
  load(states: AccountStates): void {
    for (const [account, state] of states) this.loaded.set(account, state);
  }

  /** The state as all changes so far leave it; the account must have been loaded. */
  get(account: AccountId): AccountState | undefined {
    const changed = this.changed.get(account);
    if (changed !== undefined || this.changed.has(account)) return changed;
    const loaded = this.loaded.get(account);
    if (loaded !== undefined || this.loaded.has(account)) return loaded;
    invariant(this.below !== undefined, 'an account is loaded before it is used');
    return this.below.get(account);
  }

  /** Sets a state, or removes the account. */
  set(account: AccountId, state: AccountState | undefined): void {
    this.changed.set(account, state);
  }

  /** A view on top of this one, whose changes count only when they are merged. */
  fork(): LedgerView {
    return new LedgerView(this);
  }

  /** Takes over what a fork of this view loaded and changed. */
  merge(fork: LedgerView): void {
    invariant(fork.below === this, 'a view merges its own forks');
    this.load(fork.loaded);
    for (const [account, state] of fork.changed) this.changed.set(account, state);
  }

  /** Everything set so far, with its latest state. */
  changes(): AccountStates {
    return this.changed;
  }

  private has(account: AccountId): boolean {
    return this.changed.has(account) || this.loaded.has(account) || (this.below?.has(account) ?? false);
  }
}
