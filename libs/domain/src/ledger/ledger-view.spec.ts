import { testKey } from '#test/keys';
import { crumbs } from '../primitives/crumbs.ts';
import { LedgerView } from './ledger-view.ts';

const [alice, bob, carol] = [0, 1, 2].map((seed) => testKey(seed).account) as [
  ReturnType<typeof testKey>['account'],
  ReturnType<typeof testKey>['account'],
  ReturnType<typeof testKey>['account'],
];
const rich = { balance: crumbs(10), nonce: 1 };
const poor = { balance: crumbs(1), nonce: 2 };

describe('a view of the ledger', () => {
  it('knows what was loaded, accounts that do not exist too, and asks for the rest', () => {
    const view = new LedgerView();
    view.load(
      new Map([
        [alice, rich],
        [bob, undefined],
      ]),
    );
    expect(view.missing([alice, bob, carol])).toEqual([carol]);
    expect(view.get(alice)).toEqual(rich);
    expect(view.get(bob)).toBeUndefined();
    expect(() => view.get(carol)).toThrow('loaded before it is used');
  });

  it('shows its changes, removals too, and gives them for the store', () => {
    const view = new LedgerView();
    view.load(
      new Map([
        [alice, rich],
        [bob, poor],
      ]),
    );
    view.set(alice, undefined);
    view.set(carol, poor);
    expect([view.get(alice), view.get(bob), view.get(carol)]).toEqual([undefined, poor, poor]);
    expect(view.changes()).toEqual(
      new Map([
        [alice, undefined],
        [carol, poor],
      ]),
    );
    expect(view.missing([alice, carol])).toEqual([]);
  });

  it('has forks whose changes count only when they are merged', () => {
    const view = new LedgerView();
    view.load(new Map([[alice, rich]]));
    const dropped = view.fork();
    dropped.set(alice, poor);
    dropped.load(new Map([[bob, poor]]));
    expect([view.get(alice), view.missing([bob])]).toEqual([rich, [bob]]);
    const kept = view.fork();
    expect(kept.get(alice)).toEqual(rich);
    kept.set(alice, undefined);
    kept.load(new Map([[bob, rich]]));
    view.merge(kept);
    expect([view.get(alice), view.get(bob)]).toEqual([undefined, rich]);
    expect(view.changes()).toEqual(new Map([[alice, undefined]]));
    expect(() => new LedgerView().merge(kept)).toThrow('its own forks');
  });
});
