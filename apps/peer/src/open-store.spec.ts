import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { StartFailure } from '#adapters/process/start-failure';
import { databaseOf } from '#adapters/sqlite/database';
import { buildChain } from '#test/build-block';
import { ManualClock } from '#test/manual-clock';
import { testAllocations, testNetwork } from '#test/network';
import { RecordingLog } from '#test/recording-log';
import { openTestChainOn } from '#test/test-chain';
import { openStore, startFailureOf } from './open-store.ts';

/** More than the writes for which the latest accounts stand before their table. */
const BLOCKS = 70;

const network = testNetwork({ allocations: testAllocations(200, 1_000) });
const clock = new ManualClock((network.parameters.genesisTimeSeconds + 86_400) * 1000);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cheese-start-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the start of a peer', () => {
  it('adds all balances up, and makes them again from blocks when they are not what there should be', async () => {
    const log = new RecordingLog();
    const store = await openStore(folder, network, clock, log);
    const { chain } = await openTestChainOn(store, network, { clock });
    for (const block of buildChain(network, BLOCKS).blocks) await chain.accept(block);
    const before = await store.accounts(network.allocations.map(({ account }) => account));
    await chain.close();
    await store.close();
    const database = new Database(join(folder, 'chain.sqlite'));
    database.exec('UPDATE account SET balance = balance + 7');
    database.close();
    expect(JSON.stringify(log.lines)).not.toContain('repaired');
    const mended = await openStore(folder, network, clock, log);
    expect(JSON.stringify(log.lines)).toContain('the store is repaired');
    const again = await openTestChainOn(mended, network, { clock });
    expect(again.chain.tip.height).toBe(BLOCKS);
    expect(await mended.accounts([...before.keys()])).toEqual(before);
    await again.chain.close();
    await mended.close();
  });

  it('fetches nothing again when it is the genesis block that is lost', async () => {
    const store = await openStore(folder, network, clock, new RecordingLog());
    const { chain } = await openTestChainOn(store, network, { clock });
    await chain.acceptAll(buildChain(network, 5).blocks, 'normal');
    await chain.close();
    databaseOf(store.dataSource).exec('DELETE FROM header WHERE height = 0');
    await store.close();
    const mended = await openStore(folder, network, clock, new RecordingLog());
    const again = await openTestChainOn(mended, network, { clock });
    expect(again.chain.tip.height).toBe(5);
    await again.chain.close();
    await mended.close();
  });

  it('says what to do about a page that is found damaged only later, and passes on what is no fault of the file', () => {
    const corrupt = Object.assign(new Error('database disk image is malformed'), { code: 'SQLITE_CORRUPT' });
    const failure = startFailureOf(corrupt, folder) as StartFailure;
    expect(failure).toBeInstanceOf(StartFailure);
    expect(failure.message).toContain(`cheesechain db repair --data ${folder}`);
    expect(failure.message).toContain('(store-damaged)');
    const other = Object.assign(new Error('address in use'), { code: 'EADDRINUSE' });
    expect(startFailureOf(other, folder)).toBe(other);
  });
});
