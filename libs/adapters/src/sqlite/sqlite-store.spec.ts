import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crumbs } from '#domain/primitives/crumbs';
import type { Hash } from '#domain/primitives/hash';
import { SILENT_LOG } from '#domain/primitives/log.port';
import type { AccountId } from '#domain/transaction/account';
import { contentOf, copyOf } from '#test/store-content';
import { account, type Payment, WrittenChain } from '#test/written-chain';
import { databaseOf } from './database.ts';
import { openSqliteStore } from './open-sqlite-store.ts';
import { accountKey, type PlaceKey, transactionKey } from './place-entry.ts';
import { PlaceIndex } from './place-index.ts';
import type { SqliteStore } from './sqlite-store.ts';

let folder: string;
let store: SqliteStore;

async function open(): Promise<SqliteStore> {
  const path = join(folder, 'chain.sqlite');
  const opened = await openSqliteStore({ path, genesisHash: 'ab'.repeat(32) as Hash, log: SILENT_LOG });
  if (!opened.ok) throw new Error(opened.refusal.code);
  return opened.value;
}

async function reopen(): Promise<void> {
  await store.close();
  store = await open();
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cheese-sqlite-'));
  store = await open();
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

function payments(block: number, people: number): Payment[] {
  return Array.from({ length: 6 }, (_, i): Payment => [(block + i) % people, (block * 7 + i * 3) % (people * 2)]);
}

function sha256OfNumber(n: number): AccountId {
  return createHash('sha256').update(String(n)).digest('hex').slice(0, 40) as AccountId;
}

/** Puts a hint into the index that the blocks do not bear out, as a key with the same beginning would. */
async function addFalseHint(key: PlaceKey, height: number, slot: number): Promise<void> {
  new PlaceIndex(databaseOf(store.dataSource)).add(height, Uint32Array.of(key.high, height, slot, key.low));
  await reopen();
}

describe('the SQLite store', () => {
  it('answers as the one in memory over hundreds of blocks, deep reorganisations and restarts', async () => {
    let chain = new WrittenChain(20);
    await store.write(chain.begin());
    for (let round = 0; round < 4; round++) {
      for (let i = 0; i < 60; i++) await store.write(chain.extend(payments(i + round, 20), 40 + (i % 3), `${round}`));
      const branch = chain.fork();
      for (let i = 0; i < 37; i++) branch.retreat();
      for (let i = 0; i < 38; i++) branch.extend(payments(i * 5, 20), 50, `branch ${round}`);
      await store.write(chain.switchTo(branch));
      chain = branch;
      if (round % 2 === 0) await reopen();
    }
    expect(await contentOf(store, chain)).toEqual(await contentOf(await copyOf(chain), chain));
  }, 60_000);

  it('keeps accounts that have not reached their table yet, over a restart and beside those that have', async () => {
    const chain = new WrittenChain(300);
    await store.write(chain.begin());
    for (let i = 0; i < 100; i++) await store.write(chain.extend(payments(i * 6, 300)));
    await reopen();
    expect(await store.accounts([...chain.accounts().keys()])).toEqual(chain.accounts());
    for (let i = 0; i < 100; i++) await store.write(chain.extend(payments(i * 6, 300)));
    expect(await store.accounts([...chain.accounts().keys()])).toEqual(chain.accounts());
    const rows = databaseOf(store.dataSource).prepare('SELECT count(*) FROM account_journal').pluck().get();
    expect(rows).toBe(63);
  }, 60_000);

  it('takes the starting balances of a large economy', async () => {
    const state = { balance: crumbs(3), nonce: 0 };
    const ids = Array.from({ length: 140_000 }, (_, i) => sha256OfNumber(i));
    const chain = new WrittenChain(0);
    await store.write({ ...chain.begin(), accounts: new Map(ids.map((id) => [id, state])) });
    await store.write(chain.extend());
    await reopen();
    expect(await store.accountTotals()).toEqual({ accounts: 140_001, balance: 140_000n * 3n + 50n });
    const some = ids.filter((_, i) => i % 1000 === 7);
    expect(await store.accounts(some)).toEqual(new Map(some.map((id) => [id, state])));
  }, 60_000);

  it('is not misled by ids and accounts that begin alike', async () => {
    const chain = new WrittenChain();
    await store.write(chain.begin());
    await store.write(chain.extend([[1, 2]], 3));
    await store.write(chain.extend([[4, 5]], 6));
    const id = chain.blocks[1]?.block.transactions[0]?.id as Hash;
    await addFalseHint(transactionKey(id), 2, 1);
    await addFalseHint(transactionKey(id), 2, 9);
    await addFalseHint(accountKey(account(1)), 2, 1);
    await addFalseHint(accountKey(account(1)), 2, 0);
    await addFalseHint(accountKey(account(1)), 77, 1);
    expect(await store.transactionPlace(id)).toMatchObject({ height: 1, index: 0 });
    expect(await store.accountHistory(account(1), undefined, 10)).toEqual([{ height: 1, index: 0 }]);
  });

  it('runs writes in the order they were asked for, without being waited for', async () => {
    const chain = new WrittenChain();
    const writes = [store.write(chain.begin())];
    for (let i = 0; i < 30; i++) writes.push(store.write(chain.extend(payments(i, 8))));
    await Promise.all(writes);
    expect(await store.tip()).toBe(chain.tip.entry.hash);
  });

  it('keeps apart a write that fails and those that were asked for right after it', async () => {
    const chain = new WrittenChain();
    await store.write(chain.begin());
    const stray = chain.fork();
    stray.extend(payments(1, 8), 7, 'stray');
    const failing = store.write(stray.extend(payments(2, 8)));
    const following = [store.write(chain.extend(payments(3, 8))), store.write(chain.extend(payments(4, 8)))];
    await expect(failing).rejects.toThrow('a block joins');
    await Promise.all(following);
    expect(await contentOf(store, chain)).toEqual(await contentOf(await copyOf(chain), chain));
  });

  it('closes only after the writes it was asked for', async () => {
    const chain = new WrittenChain();
    const writes = [store.write(chain.begin())];
    for (let i = 0; i < 30; i++) writes.push(store.write(chain.extend(payments(i, 8))));
    await store.close();
    await Promise.all(writes);
    store = await open();
    expect(await store.tip()).toBe(chain.tip.entry.hash);
  });

  it('syncs the disk at each commit that asks for it, and only then', async () => {
    const chain = new WrittenChain();
    const synchronous = () => databaseOf(store.dataSource).pragma('synchronous', { simple: true });
    await store.write({ ...chain.begin(), durability: 'full' });
    expect(synchronous()).toBe(2);
    await store.write({ ...chain.extend(), durability: 'normal' });
    expect(synchronous()).toBe(1);
    await store.write({ ...chain.extend(), durability: 'full' });
    expect(synchronous()).toBe(2);
  });
});
