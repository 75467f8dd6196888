import type { AccountState } from '../ledger/account-state.ts';
import type { AccountStates } from '../ledger/ledger-view.ts';
import { GenerationCache } from '../primitives/generation-cache.ts';
import type { AccountId } from '../transaction/account.ts';
import type { ChainStore } from './chain-store.port.ts';

/** About 200 bytes each: 20 MB, and every account of a lively network's last thousands of blocks. */
export const MAX_CACHED_ACCOUNTS = 100_000;

const ABSENT = Symbol('an account that does not exist');

/** Account states as the best chain leaves them: the recently used ones in memory, the others from the store. */
export class AccountCache {
  private readonly cache = new GenerationCache<AccountId, AccountState | typeof ABSENT>(MAX_CACHED_ACCOUNTS);

  private commits = 0;

  constructor(private readonly store: Pick<ChainStore, 'accounts'>) {}

  /** The states of these accounts; those that are not in memory are read together. */
  async get(accounts: readonly AccountId[]): Promise<AccountStates> {
    const states = new Map<AccountId, AccountState | undefined>();
    const unknown: AccountId[] = [];
    for (const account of accounts) {
      const state = this.cache.get(account);
      if (state === undefined) unknown.push(account);
      else states.set(account, state === ABSENT ? undefined : state);
    }
    if (unknown.length === 0) return states;
    const commitsBefore = this.commits;
    const read = await this.store.accounts(unknown);
    for (const account of unknown) states.set(account, read.get(account));
    // What a commit overtook while it was read is true for its reader, and too old to keep.
    if (this.commits === commitsBefore) this.keep(read);
    return states;
  }

  /** Takes the states that a commit has just changed. */
  learn(changed: AccountStates): void {
    this.commits++;
    this.keep(changed);
  }

  private keep(states: AccountStates): void {
    for (const [account, state] of states) this.cache.set(account, state ?? ABSENT);
  }
}
