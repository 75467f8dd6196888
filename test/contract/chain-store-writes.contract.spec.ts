import type { ChainStore, ChainWrite } from '#domain/chain/chain-store.port';
import type { HeaderEntry } from '#domain/chain/header-entry';
import { contentOf, copyOf } from '#test/store-content';
import { account, WrittenChain } from '#test/written-chain';
import { CHAIN_STORES, NO_CHANGE, payments, removeFolders } from './stores-under-test.ts';

afterAll(removeFolders);

describe.each(CHAIN_STORES)('writes of a chain store %s', (_name, open) => {
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

  it('takes several blocks in one write', async () => {
    await grow(1);
    const longer = chain.fork();
    for (let i = 0; i < 5; i++) longer.extend(payments(i), 102);
    await store.write(chain.switchTo(longer));
    expect(await contentOf(store, longer)).toEqual(await contentOf(await copyOf(longer), longer));
  });

  it('moves to another branch and leaves no trace of the first but its headers and bodies', async () => {
    await grow(4);
    const branch = chain.fork();
    for (let i = 0; i < 3; i++) branch.retreat();
    for (let i = 0; i < 5; i++) branch.extend(payments(i + 3), 103, 'branch');
    await store.write(chain.switchTo(branch));
    expect(await contentOf(store, branch)).toEqual(await contentOf(await copyOf(branch), branch));
    for (const { entry, block } of chain.blocks.slice(2)) {
      expect(await store.undo(entry.hash)).toBeUndefined();
      expect(await store.blockBytes(entry.hash)).toEqual(block.bytes);
      for (const { id } of block.transactions) expect(await store.transactionPlace(id)).toBeUndefined();
    }
  });

  it('is exactly as before after leaving a branch and coming back', async () => {
    await grow(4);
    const before = await contentOf(store, chain);
    const branch = chain.fork();
    for (let i = 0; i < 3; i++) branch.retreat();
    for (let i = 0; i < 5; i++) branch.extend(payments(i + 3), 103, 'branch');
    await store.write(chain.switchTo(branch));
    expect(await contentOf(store, chain)).not.toEqual(before);
    await store.write(branch.switchTo(chain));
    expect(await contentOf(store, chain)).toEqual(before);
  });

  it('removes an account that its first block created when that block leaves', async () => {
    await grow(1);
    const branch = chain.fork();
    await store.write(chain.extend([[1, 50]], 51));
    expect((await store.accounts([account(50)])).get(account(50))).toEqual({ balance: 1, nonce: 0 });
    branch.extend([], 100, 'branch');
    await store.write(chain.switchTo(branch));
    expect((await store.accounts([account(50)])).get(account(50))).toBeUndefined();
    expect((await store.accountTotals()).accounts).toBe([...branch.accounts().values()].filter(Boolean).length);
  });

  describe('changes nothing when a write', () => {
    async function expectNothingChanged(write: ChainWrite): Promise<void> {
      const before = await contentOf(store, chain);
      await expect(store.write(write)).rejects.toThrow();
      expect(await contentOf(store, chain)).toEqual(before);
    }

    it('connects a block that does not stand on the tip', async () => {
      await grow(3);
      const ahead = chain.fork();
      ahead.extend(payments(1));
      await expectNothingChanged(ahead.extend(payments(2)));
    });

    it('connects a block beside the tip', async () => {
      await grow(3);
      const beside = chain.fork();
      beside.retreat();
      await expectNothingChanged(beside.extend(payments(5), 104, 'beside'));
    });

    it('disconnects a block that is not the tip', async () => {
      await grow(3);
      const entry = chain.blocks[1]?.entry as HeaderEntry;
      await expectNothingChanged({ ...NO_CHANGE, disconnected: [entry], tip: chain.tip.entry.hash });
    });

    it('names a tip that is not where its blocks lead', async () => {
      await grow(3);
      const next = chain.fork();
      const write = next.extend(payments(1));
      await expectNothingChanged({ ...write, tip: chain.tip.entry.hash });
    });

    it('brings a body of an unknown header, after other things went well', async () => {
      await grow(3);
      const next = chain.fork();
      const write = next.extend(payments(1));
      const stranger = next.fork();
      stranger.extend([], 105, 'stranger');
      await expectNothingChanged({ ...write, bodies: [stranger.tip.block] });
    });

    it('fails at its second block', async () => {
      await grow(3);
      const next = chain.fork();
      const write = next.extend(payments(1));
      const first = next.tip;
      await expectNothingChanged({ ...write, connected: [first, first] });
    });
  });

  it('goes on working after a write that failed', async () => {
    await grow(2);
    const ahead = chain.fork();
    ahead.extend(payments(1));
    await expect(store.write(ahead.extend(payments(2)))).rejects.toThrow();
    await grow(3);
    expect(await contentOf(store, chain)).toEqual(await contentOf(await copyOf(chain), chain));
  });
});
