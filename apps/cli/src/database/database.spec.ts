import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { databaseOf } from '#adapters/sqlite/database';
import { openSqliteStore } from '#adapters/sqlite/open-sqlite-store';
import type { SqliteStore } from '#adapters/sqlite/sqlite-store';
import { createNetwork } from '#domain/network-params/network';
import { PRESETS } from '#domain/network-params/presets';
import { SILENT_LOG } from '#domain/primitives/log.port';
import { buildChain } from '#test/build-block';
import { openTestChainOn } from '#test/test-chain';

/** What `bin/cheesechain.mjs` runs when everything is set up. */
const MAIN = new URL('../../../../dist/apps/cli/src/main.js', import.meta.url).href;
const COMMAND = `import { main } from ${JSON.stringify(MAIN)}; process.exitCode = await main(process.argv.slice(1));`;
const HEIGHT = 60;

const network = createNetwork(PRESETS.devnet);
const { blocks } = buildChain(network, HEIGHT);

let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cheese db '));
  await withStore(async (store) => {
    const { chain } = await openTestChainOn(store, network);
    await chain.acceptAll(blocks, 'normal');
    await chain.close();
  });
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Uses the store in the peer's folder as its only user. */
async function withStore<Value>(use: (store: SqliteStore) => Promise<Value>): Promise<Value> {
  const path = join(folder, 'chain.sqlite');
  const opened = await openSqliteStore({ path, genesisHash: network.genesisHash, log: SILENT_LOG });
  if (!opened.ok) throw new Error(opened.refusal.code);
  const value = await use(opened.value);
  await opened.value.close();
  return value;
}

function damage(sql: string): Promise<void> {
  return withStore(async (store) => {
    databaseOf(store.dataSource).exec(sql);
  });
}

async function db(...args: readonly string[]) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', COMMAND, '--', 'db', ...args], {
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code: code as number, stdout, stderr };
}

async function dbJson(command: string) {
  const { code, stdout } = await db(command, '--data', folder, '--json');
  return { code, body: JSON.parse(stdout) as Record<string, unknown> };
}

describe('the database command', () => {
  it('finds a good store good, finds out its network, and has nothing to repair', async () => {
    expect(await dbJson('check')).toMatchObject({ code: 0, body: { network: 'devnet', height: HEIGHT, count: 0 } });
    expect(await dbJson('repair')).toMatchObject({ code: 0, body: { repair: 'none', height: HEIGHT, faults: [] } });
    expect((await db('check', '--data', folder)).stdout).toContain(`good up to height ${HEIGHT}`);
  }, 60_000);

  it('tells how big everything is', async () => {
    const { code, body } = await dbJson('stats');
    expect(code).toBe(0);
    expect(body).toMatchObject({ height: HEIGHT, accounts: 1, fileBytes: expect.any(Number) });
    expect((await db('stats', '--data', folder)).stdout).toMatch(/body +61 rows/);
  }, 60_000);

  it.each([
    ['wrong accounts', 'DELETE FROM account; DELETE FROM account_journal', 'chain-fault-account'],
    ['totals that are not the accounts’', 'UPDATE chain_state SET account_count = 9', 'store-fault-totals'],
    [
      'a tip in the middle',
      'UPDATE chain_state SET tip = (SELECT hash FROM header WHERE height = 9)',
      'chain-fault-tip',
    ],
    [
      'lost undo data',
      'DELETE FROM undo WHERE number = (SELECT number FROM best_chain WHERE height = 20)',
      'chain-fault-undo',
    ],
  ])(
    'names %s with exit code 1, and makes them again from the blocks',
    async (_what, sql, fault) => {
      await damage(sql);
      const checked = await dbJson('check');
      expect(checked.code).toBe(1);
      expect(checked.body['faults']).toContainEqual({ code: fault, sentence: expect.any(String) });
      expect(await dbJson('repair')).toMatchObject({
        code: 0,
        body: { repair: 'taken-apart', height: HEIGHT, fetchFrom: null },
      });
      expect(await dbJson('check')).toMatchObject({ code: 0 });
    },
    60_000,
  );

  it('cuts the chain below a lost body and says what has to be fetched', async () => {
    await damage('DELETE FROM body WHERE number = (SELECT number FROM best_chain WHERE height = 31)');
    expect((await dbJson('check')).body['faults']).toMatchObject([{ code: 'chain-fault-body' }]);
    expect(await dbJson('repair')).toMatchObject({ body: { repair: 'shortened', height: 30, fetchFrom: 31 } });
    expect(await dbJson('check')).toMatchObject({ code: 0, body: { height: 30 } });
  }, 60_000);

  it('leaves a store alone that a peer has open', async () => {
    await withStore(async () => {
      const { code, stderr } = await db('check', '--data', folder);
      expect([code, stderr]).toEqual([1, expect.stringContaining('store-in-use')]);
    });
  }, 60_000);

  it('makes no store where there is none, and names what cannot be', async () => {
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    expect(await db('check', '--data', empty)).toMatchObject({ code: 2, stderr: expect.stringContaining('not exist') });
    expect(readdirSync(empty)).toEqual([]);
    expect(await db('check')).toMatchObject({ code: 2 });
    expect(await db('check', '--data', folder, '--network', 'moon')).toMatchObject({ code: 2 });
    expect(await db('check', '--data', folder, '--network', 'mainnet')).toMatchObject({ code: 1 });
  }, 60_000);

  it('refuses a file with pages that make no sense', async () => {
    writeFileSync(join(folder, 'chain.sqlite'), 'Gruyère. '.repeat(5_000));
    const { code, stderr } = await db('repair', '--data', folder);
    expect([code, stderr]).toEqual([1, expect.stringContaining('store-damaged')]);
  }, 60_000);
});
