import type { ChainStore, ChainWrite } from '#domain/chain/chain-store.port';
import type { HeaderEntry } from '#domain/chain/header-entry';
import { contentOf, copyOf } from '#test/store-content';
import { account, WrittenChain } from '#test/written-chain';
import { CHAIN_STORES, NO_CHANGE, payments, removeFolders } from './stores-under-test.ts';

/** Far more than any of these chains has rows. */
const ALL = 10_000;

afterAll(removeFolders);

describe.each(CHAIN_STORES)('the upkeep of a chain store %s', (_name, open) => {
  let store: ChainStore;
  let chain: WrittenChain;
  let genesis: ChainWrite;

  beforeEach(async () => {
    store = await open();
    chain = new WrittenChain();
    genesis = chain.begin();
    await store.write(genesis);
    for (let i = 0; i < 40; i++) await store.write(chain.extend(payments(i)));
  });

  afterEach(() => store.close());

  describe('a reset', () => {
    it('leaves genesis, headers and bodies, and nothing connected', async () => {
      await store.reset(genesis);
      expect(await store.tip()).toBe(chain.blocks[0]?.entry.hash);
      expect((await store.entriesFrom(0, ALL)).map(({ height }) => height)).toEqual([0]);
      for (const { entry, block } of chain.blocks.slice(1)) {
        expect((await store.entry(entry.hash))?.status).toBe('body');
        expect(await store.blockBytes(entry.hash)).toEqual(block.bytes);
        expect(await store.undo(entry.hash)).toBeUndefined();
        for (const { id } of block.transactions) expect(await store.transactionPlace(id)).toBeUndefined();
      }
      expect(await store.accountHistory(account(1), undefined, ALL)).toEqual([]);
      expect(await store.accountTotals()).toEqual({ accounts: chain.allocated, balance: 8_000_000n });
      expect((await store.accounts([account(100)])).get(account(100))).toBeUndefined();
    });

    it('followed by the same blocks leads to the same store', async () => {
      await store.reset(genesis);
      for (const connected of chain.blocks.slice(1)) {
        const { entry } = connected;
        const accounts = new Map([...chain.accounts()].map(([id, state]) => [id, state] as const));
        await store.write({ ...NO_CHANGE, entries: [entry], connected: [connected], accounts, tip: entry.hash });
      }
      expect(await contentOf(store, chain)).toEqual(await contentOf(await copyOf(chain), chain));
    });

    it('forgets entries above a height when the write says so', async () => {
      await store.reset({ ...genesis, forgetAbove: 10 });
      for (const { entry } of chain.blocks) {
        const isKept = entry.height <= 10;
        expect((await store.entry(entry.hash)) !== undefined).toBe(isKept);
        expect((await store.blockBytes(entry.hash)) !== undefined).toBe(isKept);
      }
    });

    it('that fails changes nothing', async () => {
      const before = await contentOf(store, chain);
      await expect(store.reset({ ...genesis, tip: chain.tip.entry.hash })).rejects.toThrow();
      expect(await contentOf(store, chain)).toEqual(before);
      await store.write(chain.extend(payments(3)));
      expect(await contentOf(store, chain)).toEqual(await contentOf(await copyOf(chain), chain));
    });
  });

  describe('forgetting', () => {
    it('takes entries of every branch above a height, and their bodies', async () => {
      const branch = chain.fork();
      branch.extend([], 101, 'branch');
      const { entry, block } = branch.tip;
      const above: HeaderEntry = { ...entry, status: 'body' };
      await store.write({ ...NO_CHANGE, entries: [above], bodies: [block] });
      await store.write({ ...NO_CHANGE, forgetAbove: 40 });
      expect(await store.entry(entry.hash)).toBeUndefined();
      expect(await store.blockBytes(entry.hash)).toBeUndefined();
      expect(await store.treeBetween(41, 41)).toEqual([]);
      expect(await contentOf(store, chain)).toEqual(await contentOf(await copyOf(chain), chain));
    });

    it('of the best chain is refused', async () => {
      const before = await contentOf(store, chain);
      await expect(store.write({ ...NO_CHANGE, forgetAbove: 39 })).rejects.toThrow();
      expect(await contentOf(store, chain)).toEqual(before);
    });
  });

  it('takes a body that comes again instead of the one it had', async () => {
    const { entry, block } = chain.blocks[5] as WrittenChain['tip'];
    const other = chain.blocks[6] as WrittenChain['tip'];
    // Only a damaged store has other bytes under this hash; the port's user never writes such.
    const damaged = Object.create(block, { bytes: { value: other.block.bytes } }) as typeof block;
    await store.write({ ...NO_CHANGE, bodies: [damaged] });
    expect(await store.blockBytes(entry.hash)).toEqual(other.block.bytes);
    await store.write({ ...NO_CHANGE, bodies: [block] });
    expect(await store.blockBytes(entry.hash)).toEqual(block.bytes);
  });

  describe('pruning', () => {
    const heights = { bodiesBelow: 20, undoBelow: 30 };

    it('removes undo data and bodies below their heights, genesis excepted, and nothing else', async () => {
      expect(await store.pruned()).toEqual({ bodiesBelow: 0, undoBelow: 0 });
      const accounts = await store.accounts([...chain.accounts().keys()]);
      expect(await store.prune(heights, ALL)).toBe(19 + 29);
      for (const { entry, block, undo } of chain.blocks) {
        const { height, hash } = entry;
        expect(await store.undo(hash)).toEqual(height < 30 && height > 0 ? undefined : undo);
        expect(await store.blockBytes(hash)).toEqual(height < 20 && height > 0 ? undefined : block.bytes);
        for (const { id } of block.transactions) {
          expect((await store.transactionPlace(id))?.height).toBe(height < 20 ? undefined : height);
        }
      }
      const history = await store.accountHistory(account(1), undefined, ALL);
      expect(history.at(-1)?.height).toBe(20);
      expect(await store.accounts([...chain.accounts().keys()])).toEqual(accounts);
      expect(await store.entriesFrom(0, ALL)).toHaveLength(41);
      expect(await store.pruned()).toEqual(heights);
    });

    it('goes in pieces, and tells with the first what may be missing', async () => {
      expect(await store.prune(heights, 10)).toBe(10);
      expect(await store.pruned()).toEqual(heights);
      let removed = 10;
      for (let went = 10; went === 10; removed += went) went = await store.prune(heights, 10);
      expect(removed).toBe(48);
      expect(await store.prune({ bodiesBelow: 5, undoBelow: 5 }, ALL)).toBe(0);
      expect(await store.pruned()).toEqual(heights);
    });

    it('leaves a store that goes on, and that a reset makes whole again', async () => {
      await store.prune(heights, ALL);
      await store.write(chain.extend(payments(1)));
      expect((await store.entryAt(41))?.hash).toBe(chain.tip.entry.hash);
      await store.reset(genesis);
      expect(await store.pruned()).toEqual({ bodiesBelow: 0, undoBelow: 0 });
    });
  });
});
