import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventJournal, JournalEntry } from '#adapters/events/event-journal.port';
import { MAX_REORGANISATIONS, type Reorganisation } from '#adapters/events/reorganisation';
import { MemoryEventJournal } from '#adapters/memory/memory-event-journal';
import { openSqliteStore } from '#adapters/sqlite/open-sqlite-store';
import { SqliteEventJournal } from '#adapters/sqlite/sqlite-event-journal';
import type { Hash } from '#domain/primitives/hash';
import { SILENT_LOG } from '#domain/primitives/log.port';

interface OpenJournal {
  readonly journal: EventJournal;
  close(): Promise<void>;
}

async function openInFolder(folder: string, maximum?: number): Promise<OpenJournal> {
  const genesisHash = 'ab'.repeat(32) as Hash;
  const opened = await openSqliteStore({ path: join(folder, 'chain.sqlite'), genesisHash, log: SILENT_LOG });
  if (!opened.ok) throw new Error(opened.refusal.code);
  return { journal: new SqliteEventJournal(opened.value, maximum), close: () => opened.value.close() };
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cheese-events-'));
  folders.push(folder);
  return folder;
}

const JOURNALS: [string, (maximum?: number) => Promise<OpenJournal>][] = [
  ['in memory', async (maximum) => ({ journal: new MemoryEventJournal(maximum), close: async () => undefined })],
  ['in an SQLite file', (maximum) => openInFolder(newFolder(), maximum)],
];

const hash = (digit: string) => digit.repeat(64) as Hash;

function entry(facts: string, changes: Partial<JournalEntry> = {}): JournalEntry {
  return { kind: 'block.disconnected', numbers: 1, atMs: 5, facts, ...changes };
}

const append = (journal: EventJournal, ...entries: JournalEntry[]) => journal.append({ entries, durability: 'normal' });

describe.each(JOURNALS)('a journal of events %s', (_name, open) => {
  let opened: OpenJournal;
  let journal: EventJournal;
  beforeEach(async () => {
    opened = await open();
    journal = opened.journal;
  });
  afterEach(() => opened.close());

  it('begins empty, with the number 1 to come', async () => {
    expect(journal.bounds()).toEqual({ oldest: 1, latest: 0 });
    expect(await journal.state()).toEqual({ tip: undefined, present: [] });
    expect(await journal.read(0, 10)).toEqual([]);
  });

  it('numbers entries without gaps, some of which take several numbers', async () => {
    await append(journal, entry('{"a":1}'), entry('{"b":2}', { numbers: 3, kind: 'block.connected' }));
    await append(journal, entry('{"c":3}', { transaction: new Uint8Array([1, 2, 3]) }));
    expect(journal.bounds()).toEqual({ oldest: 1, latest: 5 });
    const all = await journal.read(0, 10);
    expect(all).toEqual([
      { number: 1, numbers: 1, kind: 'block.disconnected', atMs: 5, facts: '{"a":1}' },
      { number: 2, numbers: 3, kind: 'block.connected', atMs: 5, facts: '{"b":2}' },
      {
        number: 5,
        numbers: 1,
        kind: 'block.disconnected',
        atMs: 5,
        facts: '{"c":3}',
        transaction: new Uint8Array([1, 2, 3]),
      },
    ]);
    expect((await journal.read(0, 2)).map(({ number }) => number)).toEqual([1, 2]);
    expect((await journal.read(1, 9)).map(({ number }) => number)).toEqual([2, 5]);
    expect((await journal.read(2, 9)).map(({ number }) => number)).toEqual([2, 5]);
    expect((await journal.read(3, 9)).map(({ number }) => number)).toEqual([2, 5]);
    expect((await journal.read(4, 9)).map(({ number }) => number)).toEqual([5]);
    expect(await journal.read(5, 9)).toEqual([]);
    expect(await journal.read(99, 9)).toEqual([]);
  });

  it('keeps records of reorganisations, the latest of them, and replaces one of which more is known', async () => {
    const place = { hash: hash('a'), height: 1 };
    const branch = { tip: place, totalWork: '4', length: 1, blocks: [place] };
    const record = (number: number): Reorganisation => ({
      number,
      atMs: number,
      forkPoint: place,
      abandoned: branch,
      adopted: branch,
      transactionCount: 1,
      transactions: [{ id: hash('b'), fate: { kind: 'undecided' } }],
    });
    expect(await journal.reorganisations(Number.MAX_SAFE_INTEGER, 9)).toEqual([]);
    const first = Array.from({ length: 3 }, (_, index) => record(index + 1));
    await journal.append({ entries: [], reorganisations: first, durability: 'normal' });
    const settled: Reorganisation = { ...record(3), transactions: [{ id: hash('b'), fate: { kind: 'returned' } }] };
    await journal.append({ entries: [], reorganisations: [settled], durability: 'full' });
    expect(await journal.reorganisations(Number.MAX_SAFE_INTEGER, 9)).toEqual([settled, record(2), record(1)]);
    expect(await journal.reorganisations(3, 1)).toEqual([record(2)]);
    expect(await journal.reorganisations(1, 9)).toEqual([]);
    const many = Array.from({ length: MAX_REORGANISATIONS }, (_, index) => record(index + 4));
    await journal.append({ entries: [], reorganisations: many, durability: 'normal' });
    const kept = await journal.reorganisations(Number.MAX_SAFE_INTEGER, 999);
    expect(kept).toHaveLength(MAX_REORGANISATIONS);
    expect(kept.at(-1)?.number).toBe(4);
  });

  it('knows where the chain ended and what was last said to be there', async () => {
    await journal.append({ entries: [], beginAt: { hash: hash('a'), height: 7 }, durability: 'full' });
    expect((await journal.state()).tip).toEqual({ hash: hash('a'), height: 7 });
    const subject = (type: 'peer' | 'transaction', id: string, present: boolean) =>
      entry('{}', { subject: { type, id, present } });
    await append(
      journal,
      entry('{}', { tip: { hash: hash('b'), height: 8 } }),
      subject('transaction', hash('1'), true),
    );
    await append(journal, subject('peer', hash('1'), true), subject('transaction', hash('2'), true));
    await append(journal, subject('peer', hash('1'), true), subject('peer', hash('3'), false));
    await journal.append({
      entries: [subject('transaction', hash('4'), true)],
      confirmed: [hash('1'), hash('9')],
      durability: 'normal',
    });
    await journal.sync();
    const { tip, present } = await journal.state();
    expect(tip).toEqual({ hash: hash('b'), height: 8 });
    expect(present.map(({ type, id }) => `${type} ${id[0]}`).sort()).toEqual([
      'peer 1',
      'transaction 2',
      'transaction 4',
    ]);
  });
});

it.each(JOURNALS)('a journal %s keeps the latest entries', async (_name, open) => {
  const { journal, close } = await open(2_000);
  for (let i = 0; i < 8; i++) await append(journal, ...Array.from({ length: 500 }, () => entry('{}', { numbers: 2 })));
  const { oldest, latest } = journal.bounds();
  expect(latest).toBe(8_000);
  expect(oldest).toBeGreaterThan(1);
  expect(oldest).toBeLessThanOrEqual(4_001);
  expect((await journal.read(0, 1))[0]?.number).toBe(oldest);
  await close();
});

it('a journal goes on after a restart in an SQLite file', async () => {
  const folder = newFolder();
  const first = await openInFolder(folder);
  await append(first.journal, entry('{"a":1}', { numbers: 4, tip: { hash: hash('b'), height: 8 } }));
  await first.close();
  const second = await openInFolder(folder);
  expect(second.journal.bounds()).toEqual({ oldest: 1, latest: 4 });
  expect((await second.journal.state()).tip).toEqual({ hash: hash('b'), height: 8 });
  await append(second.journal, entry('{"b":2}'));
  expect((await second.journal.read(0, 9)).map(({ number }) => number)).toEqual([1, 5]);
  await second.close();
});
