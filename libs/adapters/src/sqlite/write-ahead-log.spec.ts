import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { SILENT_LOG } from '#domain/primitives/log.port';
import { CheckpointThread } from './checkpoint-thread.ts';
import type { Database as Connection } from './database.ts';
import { WriteAheadLog } from './write-ahead-log.ts';
import { WriteQueue } from './write-queue.ts';

const MIB = 2 ** 20;

let folder: string;
let path: string;
let database: Connection;
let thread: CheckpointThread;
let writes: WriteQueue;

function connect(threadPath: string): void {
  database = new Database(path);
  database.pragma('page_size = 8192');
  database.pragma('journal_mode = WAL');
  database.exec('CREATE TABLE blob (number INTEGER PRIMARY KEY, bytes BLOB)');
  thread = new CheckpointThread(threadPath, SILENT_LOG);
  writes = new WriteQueue(database, new WriteAheadLog(database, thread));
}

async function write(megabytes: number): Promise<void> {
  const insert = database.prepare('INSERT INTO blob (bytes) VALUES (?)');
  for (let i = 0; i < megabytes; i++) await writes.run('normal', () => insert.run(Buffer.alloc(MIB, i)));
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cheese-wal-'));
  path = join(folder, 'chain.sqlite');
});
afterEach(async () => {
  await thread.close();
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the write-ahead log', () => {
  it('stays within its bound however much is written, and nothing is lost', async () => {
    connect(path);
    await write(200);
    expect(statSync(`${path}-wal`).size).toBeLessThan(70 * MIB);
    expect(statSync(path).size).toBeGreaterThan(100 * MIB);
    expect(thread.lost).toBe(false);
    expect(database.prepare('SELECT count(*) FROM blob').pluck().get()).toBe(200);
  }, 60_000);

  it('is kept short by SQLite itself when the thread cannot work', async () => {
    connect(join(folder, 'no such file'));
    await write(5);
    await thread.checkpoint();
    expect(thread.lost).toBe(true);
    await write(40);
    expect(statSync(`${path}-wal`).size).toBeLessThan(20 * MIB);
    expect(statSync(path).size).toBeGreaterThan(30 * MIB);
  }, 60_000);
});
