import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Hash } from '#domain/primitives/hash';
import { SILENT_LOG } from '#domain/primitives/log.port';
import { ruinPage } from '#test/damaged-pages';
import { contentOf, copyOf } from '#test/store-content';
import { WrittenChain } from '#test/written-chain';
import { openSqliteStore } from './open-sqlite-store.ts';
import { SCHEMA } from './schema.ts';
import type { SqliteStore } from './sqlite-store.ts';

const GENESIS = 'ab'.repeat(32) as Hash;

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cheese-open-'));
  path = join(folder, 'chain.sqlite');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function open(genesisHash = GENESIS) {
  return openSqliteStore({ path, genesisHash, log: SILENT_LOG });
}

async function opened(): Promise<SqliteStore> {
  const result = await open();
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value;
}

/** A store with some blocks, closed again. */
async function writeSome(): Promise<WrittenChain> {
  const store = await opened();
  const chain = new WrittenChain();
  await store.write(chain.begin());
  for (let i = 0; i < 40; i++) await store.write(chain.extend([[i % 8, (i + 1) % 8]]));
  await store.close();
  return chain;
}

/** Refused with this code, and not a byte of the file is another. */
async function expectRefused(refusal: object, genesisHash = GENESIS): Promise<void> {
  const before = readFileSync(path);
  expect(await open(genesisHash)).toEqual({ ok: false, refusal: { path, ...refusal } });
  expect(readFileSync(path).equals(before)).toBe(true);
}

describe('opening a store', () => {
  it('makes the file and its folder, and finds everything again later', async () => {
    path = join(folder, 'deep', 'below', 'chain.sqlite');
    const chain = await writeSome();
    const store = await opened();
    expect(await contentOf(store, chain)).toEqual(await contentOf(await copyOf(chain), chain));
    await store.close();
  });

  const onPosix = process.platform === 'win32' ? it.skip : it;
  onPosix('keeps the file its owner’s alone, also one that an older version made', async () => {
    const modes = () => [path, `${path}-wal`].map((file) => statSync(file).mode & 0o777);
    const first = await opened();
    expect(modes()).toEqual([0o600, 0o600]);
    await first.close();
    chmodSync(path, 0o644);
    const second = await opened();
    expect(modes()).toEqual([0o600, 0o600]);
    await second.close();
  });

  it('goes on with the chain after each of many restarts', async () => {
    const chain = await writeSome();
    for (let restart = 0; restart < 5; restart++) {
      const store = await opened();
      for (let i = 0; i < 20; i++) await store.write(chain.extend([[i % 8, restart]]));
      await store.close();
    }
    const store = await opened();
    expect(await contentOf(store, chain)).toEqual(await contentOf(await copyOf(chain), chain));
    await store.close();
  });

  it('has in its migrations the very tables that its entities describe', async () => {
    const store = await opened();
    const { upQueries } = await store.dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
    await store.close();
  });

  it('can take its schema back as well', async () => {
    const store = await opened();
    for (let left = SCHEMA.migrations.length; left > 0; left--) await store.dataSource.undoLastMigration();
    const tables = await store.dataSource.query("SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite%'");
    expect(tables).toEqual([{ name: 'migrations' }]);
    await store.close();
  });

  it('refuses a file that is no database', async () => {
    writeFileSync(path, 'Gruyère, Emmentaler, Appenzeller. '.repeat(1000));
    await expectRefused({ code: 'store-damaged', detail: 'file is not a database' });
  });

  it('refuses a file with pages that make no sense', async () => {
    await writeSome();
    const bytes = readFileSync(path);
    bytes.fill(0x5a, 3 * 8192);
    writeFileSync(path, bytes);
    await expectRefused({ code: 'store-damaged', detail: expect.any(String) });
  });

  it('refuses a file that was cut short', async () => {
    await writeSome();
    writeFileSync(path, readFileSync(path).subarray(0, 5 * 8192 + 100));
    await expectRefused({ code: 'store-damaged', detail: expect.any(String) });
  });

  it('refuses a file whose first page, or list of free pages, makes no sense', async () => {
    await writeSome();
    const emptied = new Database(path);
    emptied.exec('DELETE FROM body; DELETE FROM undo');
    emptied.pragma('wal_checkpoint(TRUNCATE)');
    emptied.close();
    const good = readFileSync(path);
    const freeList = good.readUInt32BE(32);
    expect(freeList).toBeGreaterThan(0);
    for (const page of [1, freeList]) {
      ruinPage(path, page);
      await expectRefused({ code: 'store-damaged', detail: expect.any(String) });
      writeFileSync(path, good);
    }
  });

  it('refuses the database of another program', async () => {
    const other = new Database(path);
    other.exec('CREATE TABLE cheese (name TEXT); INSERT INTO cheese VALUES (1)');
    other.close();
    await expectRefused({ code: 'store-foreign' });
  });

  it('refuses a file of a later version', async () => {
    await writeSome();
    const later = new Database(path);
    later.pragma('user_version = 99');
    later.close();
    await expectRefused({ code: 'store-newer-schema', found: 99, supported: SCHEMA.migrations.length });
  });

  it('refuses the file of another network', async () => {
    await writeSome();
    const expected = 'cd'.repeat(32) as Hash;
    await expectRefused({ code: 'store-wrong-network', found: GENESIS, expected }, expected);
  });

  it('refuses a path where no file can be', async () => {
    mkdirSync(path);
    expect(await open()).toEqual({
      ok: false,
      refusal: { code: 'store-unavailable', path, detail: expect.any(String) },
    });
    expect(statSync(path).isDirectory()).toBe(true);
  });

  it('takes over a file whose first start ended before it was marked', async () => {
    await (await opened()).close();
    const half = new Database(path);
    half.exec('DELETE FROM chain_state; PRAGMA application_id = 0; PRAGMA user_version = 0');
    half.close();
    const chain = await writeSome();
    expect(chain.blocks.length).toBe(41);
  });
});

describe('a store in use', () => {
  it('is refused to a second opening in the same process', async () => {
    const store = await opened();
    expect(await open()).toEqual({ ok: false, refusal: { code: 'store-in-use', path } });
    await store.close();
    await (await opened()).close();
  });

  it('is refused while another process has it, and free at once when that process is killed', async () => {
    const module = new URL('../../../../dist/libs/adapters/src/sqlite/open-sqlite-store.js', import.meta.url);
    const script = `
      const { openSqliteStore } = await import(${JSON.stringify(module.href)});
      const log = { debug() {}, info() {}, warn() {}, error() {} };
      const opened = await openSqliteStore({ path: process.argv[1], genesisHash: process.argv[2], log });
      console.log(opened.ok);
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, path, GENESIS], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const [line] = await once(child.stdout, 'data');
      expect(String(line).trim()).toBe('true');
      expect(await open()).toEqual({ ok: false, refusal: { code: 'store-in-use', path } });
    } finally {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await (await opened()).close();
  });
});
