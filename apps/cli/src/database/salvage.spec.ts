import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openSqliteStore } from '#adapters/sqlite/open-sqlite-store';
import { createNetwork } from '#domain/network-params/network';
import { PRESETS } from '#domain/network-params/presets';
import { SILENT_LOG } from '#domain/primitives/log.port';
import { buildChain } from '#test/build-block';
import { pagesOf, ruinPage } from '#test/damaged-pages';
import { runCheesechain } from '#test/processes/run-cheesechain';
import { openTestChainOn } from '#test/test-chain';

const HEIGHT = 120;

const network = createNetwork(PRESETS.devnet);
const { blocks } = buildChain(network, HEIGHT);

let folder: string;
let path: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cheese salvage '));
  path = join(folder, 'chain.sqlite');
  await grow();
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Gives the store in the folder all blocks, as peers would; gives the height before. */
async function grow(): Promise<number> {
  const opened = await openSqliteStore({ path, genesisHash: network.genesisHash, log: SILENT_LOG });
  if (!opened.ok) throw new Error(opened.refusal.code);
  const { chain } = await openTestChainOn(opened.value, network);
  const { height } = chain.tip;
  await chain.acceptAll(blocks, 'normal');
  expect(chain.tip.height).toBe(HEIGHT);
  await chain.close();
  await opened.value.close();
  return height;
}

async function db(command: string, ...args: readonly string[]) {
  const { code, stdout, stderr } = await runCheesechain(['db', command, '--data', folder, '--json', ...args]);
  return { code, stderr, body: JSON.parse(stdout || '{}') as Record<string, unknown> };
}

describe('the repair of a store with damaged pages', () => {
  it('makes a new one of all that can be read, keeps the old one, and the rest comes from peers', async () => {
    const keys = new Database(path);
    keys.exec(
      `INSERT INTO payment_key (key, fingerprint, "transaction", signed_at_ms, taken) VALUES ('order 1', x'00', x'00', 1, 1)`,
    );
    keys.close();
    const leaves = pagesOf(path, 'body');
    ruinPage(path, leaves.at(Math.floor(leaves.length / 2)) as number);
    const damaged = readFileSync(path);
    expect(await db('check')).toMatchObject({ code: 1, stderr: expect.stringContaining('db repair') });
    const { code, body } = await db('repair');
    const kept = `${path}.damaged`;
    expect([code, body]).toEqual([0, expect.objectContaining({ network: 'devnet', repair: 'salvaged', keptAs: kept })]);
    const height = body['height'] as number;
    expect(height).toBeGreaterThan(0);
    expect(body['fetchFrom']).toBe(height + 1);
    expect(body['tables']).toContainEqual({ table: 'payment_key', rows: 1, isPartial: false });
    expect(readFileSync(kept).equals(damaged)).toBe(true);
    expect(await db('check')).toMatchObject({ code: 0, body: { height, count: 0 } });
    expect(await grow()).toBe(height);
    expect(readdirSync(folder).filter((name) => name.includes('salvaged'))).toEqual([]);
  }, 120_000);

  it('loses no block by a damaged index, and asks for the network where the file tells none', async () => {
    ruinPage(path, pagesOf(path, 'header_hash')[0] as number);
    ruinPage(path, pagesOf(path, 'chain_state')[0] as number);
    expect(await db('repair')).toMatchObject({ code: 2, stderr: expect.stringContaining('network-unknown') });
    expect(await db('repair', '--network', 'devnet')).toMatchObject({
      code: 0,
      body: { repair: 'salvaged', height: HEIGHT, fetchFrom: null },
    });
    expect(await grow()).toBe(HEIGHT);
  }, 120_000);

  it('changes nothing where nothing can be read', async () => {
    writeFileSync(path, 'Gruyère. '.repeat(5_000));
    const before = readFileSync(path);
    expect(await db('repair')).toMatchObject({ code: 1, stderr: expect.stringContaining('restore a copy') });
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(existsSync(`${path}.damaged`)).toBe(false);
  }, 120_000);
});
