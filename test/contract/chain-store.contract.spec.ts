import type { ChainStore } from '#domain/chain/chain-store.port';
import type { HeaderEntry } from '#domain/chain/header-entry';
import type { Hash } from '#domain/primitives/hash';
import { contentOf, copyOf } from '#test/store-content';
import { account, WrittenChain } from '#test/written-chain';
import { CHAIN_STORES, NO_CHANGE, payments, removeFolders } from './stores-under-test.ts';

afterAll(removeFolders);

describe.each(CHAIN_STORES)('a chain store %s', (_name, open) => {
  let store: ChainStore;
  let chain: WrittenChain;

  beforeEach(async () => {
    store = await open();
    chain = new WrittenChain();
  });

  afterEach(() => store.close());

  async function grow(count: number): Promise<void> {
    if (chain.blocks.length === 0) await store.write(chain.begin());
    for (let i = 0; i < count; i++) await store.write(chain.extend(payments(i)));
  }

  it('begins empty', async () => {
    expect(await store.tip()).toBeUndefined();
    expect(await store.entryAt(0)).toBeUndefined();
    expect(await store.entriesFrom(0, 10)).toEqual([]);
    expect(await store.treeBetween(0, 1_000)).toEqual([]);
    expect(await store.accountTotals()).toEqual({ accounts: 0, balance: 0n });
    expect(await store.accounts([account(1)])).toEqual(new Map([[account(1), undefined]]));
  });

  it('gives back every part of what was written', async () => {
    await grow(3);
    const { entry, block, undo } = chain.tip;
    expect(await store.tip()).toBe(entry.hash);
    expect(plain(await store.entry(entry.hash))).toEqual(plain(entry));
    expect(plain(await store.entryAt(3))).toEqual(plain(entry));
    expect(await store.entryAt(4)).toBeUndefined();
    expect(await store.blockBytes(entry.hash)).toEqual(block.bytes);
    expect(await store.undo(entry.hash)).toEqual(undo);
    expect(await store.accounts([...chain.accounts().keys()])).toEqual(chain.accounts());
  });

  it('knows nothing of a hash that never came', async () => {
    await grow(1);
    const stranger = 'cd'.repeat(32) as Hash;
    expect(await store.entry(stranger)).toBeUndefined();
    expect(await store.blockBytes(stranger)).toBeUndefined();
    expect(await store.undo(stranger)).toBeUndefined();
    expect(await store.transactionPlace(stranger)).toBeUndefined();
  });

  it('gives bytes that may be changed without changing the store', async () => {
    await grow(1);
    const hash = chain.tip.entry.hash;
    expect((await store.entry(hash))?.header.hash).toBe(hash);
    expect((await store.entry(hash))?.header.previousHash).toBe(chain.blocks[0]?.entry.hash);
  });

  it('gives the best chain from a height upwards, as many as asked', async () => {
    await grow(6);
    const heights = (entries: HeaderEntry[]) => entries.map(({ height }) => height);
    expect(heights(await store.entriesFrom(2, 3))).toEqual([2, 3, 4]);
    expect(heights(await store.entriesFrom(5, 100))).toEqual([5, 6]);
    expect(await store.entriesFrom(7, 100)).toEqual([]);
  });

  it('gives entries of every branch for the tree, lowest first, and only the best chain by height', async () => {
    await grow(2);
    const branch = chain.fork();
    branch.retreat();
    branch.extend([], 101, 'branch');
    const aside: HeaderEntry = { ...branch.tip.entry, status: 'header', arrival: 0 };
    await store.write({ ...NO_CHANGE, entries: [aside] });
    const tree = await store.treeBetween(1, 2);
    expect(tree.map(({ height }) => height)).toEqual([1, 2, 2]);
    expect((await store.treeBetween(0, 1)).map(({ height }) => height)).toEqual([0, 1]);
    expect(await store.treeBetween(3, 9)).toEqual([]);
    expect(new Set(tree.map(({ hash }) => hash)).has(aside.hash)).toBe(true);
    expect((await store.entryAt(2))?.hash).toBe(chain.tip.entry.hash);
    expect(await store.blockBytes(aside.hash)).toBeUndefined();
  });

  it('updates the status of a known entry, with the broken rule', async () => {
    await grow(1);
    const branch = chain.fork();
    branch.extend([], 101, 'branch');
    const { entry, block } = branch.tip;
    await store.write({ ...NO_CHANGE, entries: [{ ...entry, status: 'header', arrival: 0 }] });
    await store.write({ ...NO_CHANGE, entries: [{ ...entry, status: 'body', arrival: 9 }], bodies: [block] });
    expect(plain(await store.entry(entry.hash))).toEqual(plain({ ...entry, status: 'body', arrival: 9 }));
    expect(await store.blockBytes(entry.hash)).toEqual(block.bytes);
    const invalid: HeaderEntry = { ...entry, status: 'invalid', arrival: 9, invalidCode: 'ledger-nonce' };
    await store.write({ ...NO_CHANGE, entries: [invalid] });
    expect(plain(await store.entry(entry.hash))).toEqual(plain(invalid));
    expect(await store.tip()).toBe(chain.tip.entry.hash);
  });

  it('connects a block whose body came before', async () => {
    await grow(1);
    const write = chain.extend(payments(7));
    await store.write({ ...NO_CHANGE, entries: write.entries, bodies: [chain.tip.block] });
    await store.write(write);
    expect(await store.blockBytes(chain.tip.entry.hash)).toEqual(chain.tip.block.bytes);
    expect(await contentOf(store, chain)).toEqual(await contentOf(await copyOf(chain), chain));
  });

  it('finds every transaction of the best chain at its place', async () => {
    await grow(5);
    for (const { entry, block } of chain.blocks) {
      for (const [index, { id }] of block.transactions.entries()) {
        expect(await store.transactionPlace(id)).toEqual({ blockHash: entry.hash, height: entry.height, index });
      }
    }
  });

  it('lists an account’s history newest first: for both sides, with rewards, a payment to oneself once', async () => {
    await store.write(chain.begin());
    await store.write(chain.extend([[1, 2]], 2));
    await store.write(
      chain.extend(
        [
          [2, 2],
          [2, 1],
        ],
        3,
      ),
    );
    expect(await store.accountHistory(account(2), undefined, 10)).toEqual([
      { height: 2, index: 1 },
      { height: 2, index: 0 },
      { height: 1, index: 0 },
      { height: 1, index: -1 },
    ]);
    expect(await store.accountHistory(account(1), undefined, 10)).toEqual([
      { height: 2, index: 1 },
      { height: 1, index: 0 },
    ]);
    expect(await store.accountHistory(account(3), undefined, 10)).toEqual([{ height: 2, index: -1 }]);
    expect(await store.accountHistory(account(9), undefined, 10)).toEqual([]);
  });

  it('pages through a history without missing or repeating a place', async () => {
    await grow(12);
    const whole = await store.accountHistory(account(4), undefined, 1000);
    expect(whole.length).toBeGreaterThan(12);
    const paged: typeof whole = [];
    for (;;) {
      const page = await store.accountHistory(account(4), paged.at(-1), 3);
      if (page.length === 0) break;
      paged.push(...page);
    }
    expect(paged).toEqual(whole);
  });

  it('counts accounts and coins', async () => {
    await grow(4);
    const states = [...chain.accounts().values()].filter((state) => state !== undefined);
    const balance = states.reduce((sum, state) => sum + BigInt(state.balance), 0n);
    expect(await store.accountTotals()).toEqual({ accounts: states.length, balance });
  });
});

/** An entry without what its header remembers of having been asked. */
function plain(entry: HeaderEntry | undefined): unknown {
  return entry === undefined ? undefined : { ...entry, header: Buffer.from(entry.header.bytes).toString('hex') };
}
