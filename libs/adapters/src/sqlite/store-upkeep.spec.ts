import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hash } from '#domain/primitives/hash';
import { SILENT_LOG } from '#domain/primitives/log.port';
import { contentOf } from '#test/store-content';
import { WrittenChain } from '#test/written-chain';
import { checkStore } from './check-store.ts';
import { databaseOf } from './database.ts';
import { openSqliteStore } from './open-sqlite-store.ts';
import { SCHEMA } from './schema.ts';
import type { SqliteStore } from './sqlite-store.ts';
import { measureStore } from './store-stats.ts';

const BLOCKS = 130;

let folder: string;
let store: SqliteStore;
let chain: WrittenChain;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cheese-upkeep-'));
  const path = join(folder, 'chain.sqlite');
  const opened = await openSqliteStore({ path, genesisHash: 'ab'.repeat(32) as Hash, log: SILENT_LOG });
  if (!opened.ok) throw new Error(opened.refusal.code);
  store = opened.value;
  chain = new WrittenChain();
  await store.write(chain.begin());
  for (let i = 0; i < BLOCKS; i++) {
    await store.write(
      chain.extend([
        [i % 8, (i * 3) % 8],
        [(i + 1) % 8, i % 20],
      ]),
    );
  }
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

function change(sql: string): void {
  databaseOf(store.dataSource).exec(sql);
}

describe('the check of a store', () => {
  it('finds nothing in a good one, tells how far it is, and changes no answer', async () => {
    const before = await contentOf(store, chain);
    const progress: number[] = [];
    expect(await checkStore(store, { onProgress: (done) => progress.push(done) })).toEqual([]);
    expect(progress.length).toBeGreaterThan(BLOCKS / 5);
    expect(await contentOf(store, chain)).toEqual(before);
  });

  it('stops when it is cancelled', async () => {
    const cancellation = new AbortController();
    const heights: number[] = [];
    await checkStore(store, {
      cancellation: cancellation.signal,
      onProgress: (done) => {
        heights.push(done);
        cancellation.abort();
      },
    });
    expect(heights).toEqual([0]);
  });

  it('names transactions that the index has lost', async () => {
    change('DELETE FROM place_chunk WHERE run = (SELECT max(id) FROM place_run)');
    expect(await checkStore(store)).toEqual([{ code: 'store-fault-place', height: BLOCKS, index: 0 }]);
  });

  it('names transactions whose part of the index makes no sense', async () => {
    change("UPDATE place_chunk SET entries = x'00' WHERE run = (SELECT max(id) FROM place_run)");
    expect(await checkStore(store)).toEqual([{ code: 'store-fault-place', height: BLOCKS, index: 0 }]);
  });

  it('names totals that are not those of the accounts', async () => {
    change('UPDATE chain_state SET account_balance = account_balance + 1');
    expect(await checkStore(store)).toEqual([
      { code: 'store-fault-totals', kept: expect.any(String), counted: expect.any(String) },
    ]);
  });
});

describe('the statistics of a store', () => {
  it('name every table with its rows and size', async () => {
    const stats = measureStore(store);
    expect(stats.schemaVersion).toBe(SCHEMA.migrations.length);
    expect(stats.tables.find(({ table }) => table === 'body')).toMatchObject({ rows: BLOCKS + 1 });
    expect(stats.tables.find(({ table }) => table === 'header')).toMatchObject({ rows: BLOCKS + 1 });
    const bytes = stats.tables.reduce((sum, table) => sum + table.bytes, 0);
    expect(bytes).toBeLessThanOrEqual(stats.fileBytes - stats.freeBytes);
    expect(bytes).toBeGreaterThan(stats.fileBytes / 2);
    expect(stats.indexRuns.length).toBe(2);
  });
});
