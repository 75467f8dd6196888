import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Block } from '#domain/block/block';
import { checkChain } from '#domain/chain/check-chain';
import { mendChain } from '#domain/chain/mend-chain';
import { SILENT_LOG } from '#domain/primitives/log.port';
import { buildChain } from '#test/build-block';
import { copyStore, flipBits, pageCount, pagesOf, ruinPage } from '#test/damaged-pages';
import { ManualClock } from '#test/manual-clock';
import { testNetwork } from '#test/network';
import { openTestChainOn } from '#test/test-chain';
import { TransferChain } from '#test/transfer-chain';
import { checkTotals } from './check-store.ts';
import { copyReadableTables } from './copy-readable-tables.ts';
import { DamagedFile } from './damaged-file.ts';
import { databaseOf } from './database.ts';
import { openSqliteStore } from './open-sqlite-store.ts';
import type { SqliteStore } from './sqlite-store.ts';
import { refusalOf } from './store-refused-error.ts';

/** More than the writes after which an account is in its own table. */
const HEIGHT = 75;
/** Further down than a start looks at blocks. */
const DEEP = 5;
const NEAR = HEIGHT - 5;

const made = new TransferChain(600);
const { network } = made;
const blocks: Block[] = Array.from({ length: HEIGHT }, () => made.block(6));
const clock = new ManualClock((network.parameters.genesisTimeSeconds + 86_400) * 1000);
const verified = { has: () => true };

let folder: string;
let good: string;
let path: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cheese-damaged-'));
  good = join(folder, 'good.sqlite');
  path = join(folder, 'chain.sqlite');
  const store = await opened(good);
  const { chain } = await openTestChainOn(store, network, { clock, verified });
  for (const block of blocks) await chain.accept(block);
  await chain.close();
  await store.close();
  change(
    good,
    `INSERT INTO payment_key (key, fingerprint, "transaction", signed_at_ms, taken)
       WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400)
       SELECT 'order ' || i, zeroblob(32), zeroblob(160), i, 1 FROM n;
     INSERT INTO webhook (id, url, events, secret, created_at_ms, position)
       VALUES ('aa', 'https://shop.example/', '[]', 'whsec', 1, 77);
     INSERT INTO event VALUES (70, 3, 'mempool', 1, '{}', NULL);
     UPDATE event_state SET next = 90`,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
  copyStore(good, path);
});

function change(file: string, sql: string): void {
  const database = new Database(file);
  database.exec(sql);
  database.close();
}

async function opened(file: string): Promise<SqliteStore> {
  const result = await openSqliteStore({ path: file, genesisHash: network.genesisHash, log: SILENT_LOG });
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
}

/** What a peer's start makes of the file: the code of a refusal, or the kind of its repair with a sound chain. */
async function start(): Promise<string> {
  try {
    const result = await openSqliteStore({ path, genesisHash: network.genesisHash, log: SILENT_LOG });
    return result.ok ? await goOn(result.value).finally(() => result.value.close()) : result.refusal.code;
  } catch (error) {
    const refusal = refusalOf(error, path);
    if (refusal === undefined) throw error;
    return refusal.code;
  }
}

async function goOn(store: SqliteStore): Promise<string> {
  const distrustAccounts = (await checkTotals(store)).length > 0;
  const mended = await mendChain({ store, network, clock, log: SILENT_LOG, distrustAccounts });
  if (!mended.ok) return mended.refusal.code;
  const { chain } = await openTestChainOn(store, network, { clock, verified });
  // As peers would give them.
  await chain.acceptAll(blocks, 'full');
  expect(chain.tip.hash).toBe((blocks.at(-1) as Block).hash);
  await chain.close();
  return mended.value.kind;
}

describe('a start on a file that SQLite finds whole', () => {
  it.each([
    ['a header deep down that makes no sense', `UPDATE header SET status = 9 WHERE height = ${DEEP}`],
    ['a header that is cut short', `UPDATE header SET header = x'00' WHERE height = ${DEEP}`],
    ['a header without its hash', `UPDATE header SET hash = x'0011' WHERE height = ${NEAR}`],
    [
      'a header of a branch that makes no sense',
      `INSERT INTO header SELECT 5000, randomblob(32), height, x'01', ruled_target, total_work, 1, 3, NULL
       FROM header WHERE height = ${NEAR}`,
    ],
    ['no genesis block', 'DELETE FROM best_chain WHERE height = 0'],
    ['no genesis header', 'DELETE FROM header WHERE height = 0'],
    ['a best chain with a hole', `DELETE FROM best_chain WHERE height = ${NEAR}`],
    ['no state', 'DELETE FROM chain_state'],
    ['balances that grew', 'UPDATE account SET balance = balance + 1'],
    ['balances that are none', "UPDATE account SET balance = 'x'"],
    ['balances beyond all money', 'UPDATE account SET balance = 9223372036854775807'],
    ['lost latest accounts', 'DELETE FROM account_journal'],
  ])('makes what is wrong again from blocks: %s', async (_what, sql) => {
    change(path, sql);
    expect(await start()).toBe('taken-apart');
    const store = await opened(path);
    expect((await checkChain(store, network, { clock })).faults).toEqual([]);
    expect(await checkTotals(store)).toEqual([]);
    await store.close();
  });

  it.each([
    ['accounts in front of their table that make no sense', 'UPDATE account_journal SET bytes = zeroblob(36)'],
    ['a list of migrations that is not whole', 'DELETE FROM migrations WHERE id > 3'],
  ])('refuses %s, and does not end with a crash', async (_what, sql) => {
    change(path, sql);
    expect(await start()).toBe('store-damaged');
  });
});

describe('a start where rewards wait to mature', () => {
  it('mends a header in the midst of them that makes no sense', async () => {
    const patient = testNetwork({ rewardMaturityBlocks: 20 });
    const { blocks: few } = buildChain(patient, 30);
    const file = join(folder, 'patient.sqlite');
    const store = await openSqliteStore({ path: file, genesisHash: patient.genesisHash, log: SILENT_LOG });
    if (!store.ok) throw new Error(store.refusal.code);
    const { chain } = await openTestChainOn(store.value, patient);
    await chain.acceptAll(few, 'normal');
    await chain.close();
    databaseOf(store.value.dataSource).exec('UPDATE header SET status = 9 WHERE height = 22');
    const mended = await mendChain({ store: store.value, network: patient, clock, log: SILENT_LOG });
    expect(mended).toMatchObject({ ok: true, value: { kind: 'taken-apart', fetchFrom: 22 } });
    await store.value.close();
  });
});

describe('a start on a file with a damaged page', () => {
  it.each(['header', 'header_hash', 'header_height', 'best_chain', 'account', 'chain_state', 'migrations'])(
    'refuses it where the page is one of %s',
    async (name) => {
      ruinPage(path, pagesOf(good, name).at(-1) as number);
      expect(await start()).toBe('store-damaged');
    },
  );

  it('refuses an index that has lost what its table has', async () => {
    for (const page of pagesOf(good, 'header_height')) flipBits(path, page);
    expect(await start()).toBe('store-damaged');
  });

  it('whichever page it is: the file is refused by name, or the chain is whole again', async () => {
    const outcomes = new Set<string>();
    for (let page = 1; page <= pageCount(good); page += 3) {
      for (const damage of [ruinPage, flipBits]) {
        for (const suffix of ['-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
        copyStore(good, path);
        damage(path, page);
        outcomes.add(await start());
      }
    }
    expect([...outcomes].filter((outcome) => !['none', 'shortened', 'taken-apart'].includes(outcome))).toEqual([
      'store-damaged',
    ]);
  });
});

describe('what can be read of a damaged file', () => {
  async function salvage() {
    const damaged = new DamagedFile(path);
    const fresh = join(folder, 'fresh.sqlite');
    rmSync(fresh, { force: true });
    const store = await opened(fresh);
    const copied = await copyReadableTables(damaged, store);
    const read = { genesis: damaged.genesis(), headers: [...damaged.headers()], blocks: [...damaged.blocks()] };
    damaged.close();
    await store.close();
    const database = new Database(fresh, { readonly: true });
    const get = (sql: string) => database.prepare(sql).pluck().get();
    const kept = {
      keys: get('SELECT count(*) FROM payment_key') as number,
      webhooks: get('SELECT count(*) FROM webhook'),
      events: get('SELECT count(*) FROM event'),
      next: get('SELECT next FROM event_state'),
    };
    database.close();
    return { ...read, copied, kept };
  }

  it('is all of it where one page of an index is damaged', async () => {
    ruinPage(path, pagesOf(good, 'header_hash')[0] as number);
    const { genesis, headers, blocks: bodies, copied, kept } = await salvage();
    expect(genesis).toBe(network.genesisHash);
    expect([headers.length, bodies.length]).toEqual([HEIGHT + 1, HEIGHT + 1]);
    expect(bodies.slice(1).map((bytes) => Buffer.from(bytes))).toEqual(blocks.map(({ bytes }) => Buffer.from(bytes)));
    expect(copied.every(({ isPartial }) => !isPartial)).toBe(true);
    expect(kept).toEqual({ keys: 400, webhooks: 1, events: 1, next: 90 });
  });

  it('is every body but those of the page that is lost', async () => {
    const pages = pagesOf(good, 'body');
    ruinPage(path, pages.at(-2) as number);
    const { headers, blocks: bodies } = await salvage();
    expect(headers.length).toBe(HEIGHT + 1);
    expect(bodies.length).toBeLessThan(HEIGHT + 1);
    expect(bodies.length).toBeGreaterThan(HEIGHT / 2);
  });

  it('says which tables it could not read whole, and goes on behind the gap', async () => {
    const leaves = pagesOf(good, 'payment_key');
    ruinPage(path, leaves.at(3) as number);
    const { copied, kept } = await salvage();
    expect(copied.filter(({ isPartial }) => isPartial)).toEqual([
      { table: 'payment_key', rows: kept.keys, isPartial: true },
    ]);
    expect(kept.keys).toBeGreaterThan(200);
    expect(kept.keys).toBeLessThan(400);
  });

  it('begins the journal above every number that was told where its events are lost', async () => {
    ruinPage(path, pagesOf(good, 'event')[0] as number);
    ruinPage(path, pagesOf(good, 'event_state')[0] as number);
    const { copied, kept } = await salvage();
    expect(copied.find(({ table }) => table === 'event')).toEqual({ table: 'event', rows: 0, isPartial: true });
    expect(kept).toMatchObject({ events: 0, next: 78 });
  });
});
