import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryMempoolStore } from '#adapters/memory/memory-mempool-store';
import { openSqliteStore } from '#adapters/sqlite/open-sqlite-store';
import { SqliteMempoolStore } from '#adapters/sqlite/sqlite-mempool-store';
import type { MempoolStore, StoredTransaction } from '#domain/mempool/mempool-store.port';
import type { Hash } from '#domain/primitives/hash';
import { SILENT_LOG } from '#domain/primitives/log.port';
import { unsignedTransfer } from '#test/unsigned-transfer';

/** A store, and how to have it again after its process has ended. */
interface Opened {
  readonly store: MempoolStore;
  reopen(): Promise<Opened>;
  close(): Promise<void>;
}

const STORES: [string, () => Promise<Opened>][] = [
  ['in memory', async () => inMemory(new MemoryMempoolStore())],
  ['in an SQLite file', () => inFile(mkdtempSync(join(tmpdir(), 'cheese-mempool-')))],
];

function inMemory(store: MempoolStore): Opened {
  return { store, reopen: async () => inMemory(store), close: async () => undefined };
}

async function inFile(folder: string): Promise<Opened> {
  const [path, genesisHash] = [join(folder, 'chain.sqlite'), 'ab'.repeat(32) as Hash];
  const opened = await openSqliteStore({ path, genesisHash, log: SILENT_LOG });
  if (!opened.ok) throw new Error(opened.refusal.code);
  const reopen = async () => {
    await opened.value.close();
    return inFile(folder);
  };
  const close = async () => {
    await opened.value.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { store: new SqliteMempoolStore(opened.value), reopen, close };
}

function stored(nonce: number, firstSeenMs = 1_700_000_000_000 + nonce): StoredTransaction {
  const { id, bytes } = unsignedTransfer({ from: 1, to: 2, nonce, memo: 'm'.repeat(nonce % 250) });
  return { id, bytes, firstSeenMs };
}

describe.each(STORES)('a store of open transactions %s', (_name, open) => {
  let opened: Opened;

  beforeEach(async () => {
    opened = await open();
  });

  afterEach(() => opened.close());

  /** What it holds, sorted, with bytes as plain arrays. */
  async function content(): Promise<unknown[]> {
    const all = await opened.store.load();
    return all.map(({ id, bytes, firstSeenMs }) => [id, firstSeenMs, [...bytes]].flat()).sort();
  }

  const asContent = (list: readonly StoredTransaction[]) =>
    list.map(({ id, bytes, firstSeenMs }) => [id, firstSeenMs, [...bytes]].flat()).sort();

  it('begins empty', async () => {
    expect(await content()).toEqual([]);
  });

  it('gives back what was added, byte for byte, also after a restart', async () => {
    const added = Array.from({ length: 300 }, (_, nonce) => stored(nonce));
    await opened.store.write({ added, removed: [], durability: 'full' });
    expect(await content()).toEqual(asContent(added));
    opened = await opened.reopen();
    expect(await content()).toEqual(asContent(added));
  });

  it('forgets what was removed, and takes it for no mistake when it was not there', async () => {
    const [first, second, third] = [stored(1), stored(2), stored(3)];
    await opened.store.write({ added: [first, second], removed: [], durability: 'normal' });
    await opened.store.write({ added: [third], removed: [first.id, stored(9).id], durability: 'normal' });
    expect(await content()).toEqual(asContent([second, third]));
    opened = await opened.reopen();
    expect(await content()).toEqual(asContent([second, third]));
  });

  it('takes the newer of two with one id', async () => {
    await opened.store.write({ added: [stored(1, 5)], removed: [], durability: 'normal' });
    await opened.store.write({ added: [stored(1, 7)], removed: [], durability: 'normal' });
    expect(await content()).toEqual(asContent([stored(1, 7)]));
  });

  it('keeps the order of writes that were not waited for', async () => {
    const writes = [
      opened.store.write({ added: [stored(1)], removed: [], durability: 'normal' }),
      opened.store.write({ added: [stored(2)], removed: [stored(1).id], durability: 'full' }),
      opened.store.write({ added: [], removed: [stored(2).id], durability: 'normal' }),
      opened.store.write({ added: [stored(3)], removed: [], durability: 'normal' }),
    ];
    await Promise.all(writes);
    expect(await content()).toEqual(asContent([stored(3)]));
  });
});
