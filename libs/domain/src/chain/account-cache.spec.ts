import { testKey } from '#test/keys';
import type { AccountState } from '../ledger/account-state.ts';
import type { AccountStates } from '../ledger/ledger-view.ts';
import { crumbs } from '../primitives/crumbs.ts';
import type { AccountId } from '../transaction/account.ts';
import { AccountCache, MAX_CACHED_ACCOUNTS } from './account-cache.ts';

const [alice, bob] = [testKey(0).account, testKey(1).account];
const rich: AccountState = { balance: crumbs(10), nonce: 1 };
const poor: AccountState = { balance: crumbs(1), nonce: 2 };

/** A store that counts its reads and answers when it is told to. */
class SlowStore {
  readonly reads: (readonly AccountId[])[] = [];
  states = new Map<AccountId, AccountState>();
  private answer: (() => void) | undefined;

  constructor(private readonly waits = false) {}

  async accounts(accounts: readonly AccountId[]): Promise<AccountStates> {
    this.reads.push(accounts);
    const states = new Map(accounts.map((account) => [account, this.states.get(account)]));
    if (this.waits) {
      await new Promise<void>((resolve) => {
        this.answer = resolve;
      });
    }
    return states;
  }

  release(): void {
    this.answer?.();
  }
}

describe('the cache of accounts', () => {
  it('reads each account once, those that do not exist too, and all that are missing together', async () => {
    const store = new SlowStore();
    store.states.set(alice, rich);
    const cache = new AccountCache(store);
    for (let time = 0; time < 3; time++) {
      expect(await cache.get([alice, bob])).toEqual(
        new Map([
          [alice, rich],
          [bob, undefined],
        ]),
      );
    }
    expect(store.reads).toEqual([[alice, bob]]);
    await cache.get([alice, testKey(2).account]);
    expect(store.reads[1]).toEqual([testKey(2).account]);
  });

  it('learns what a commit changed, removals too', async () => {
    const store = new SlowStore();
    store.states.set(alice, rich);
    const cache = new AccountCache(store);
    await cache.get([alice, bob]);
    cache.learn(
      new Map([
        [alice, undefined],
        [bob, poor],
      ]),
    );
    expect(await cache.get([alice, bob])).toEqual(
      new Map([
        [alice, undefined],
        [bob, poor],
      ]),
    );
    expect(store.reads.length).toBe(1);
  });

  it('does not keep what a commit overtook while it was read', async () => {
    const store = new SlowStore(true);
    store.states.set(alice, rich);
    const cache = new AccountCache(store);
    const reading = cache.get([alice]);
    store.states.set(alice, poor);
    cache.learn(new Map([[alice, poor]]));
    store.release();
    expect((await reading).get(alice)).toEqual(rich);
    expect((await cache.get([alice])).get(alice)).toEqual(poor);
  });

  it('keeps a bounded number, and reads again what it let go', async () => {
    const store = new SlowStore();
    const cache = new AccountCache(store);
    await cache.get([alice]);
    const others = Array.from(
      { length: MAX_CACHED_ACCOUNTS },
      (_, at) => at.toString(16).padStart(40, '0') as AccountId,
    );
    cache.learn(new Map(others.map((account) => [account, poor])));
    await cache.get([alice]);
    expect(store.reads.length).toBe(2);
  });
});
