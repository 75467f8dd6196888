import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryPaymentKeyStore } from '#adapters/memory/memory-payment-key-store';
import { openSqliteStore } from '#adapters/sqlite/open-sqlite-store';
import { SqlitePaymentKeyStore } from '#adapters/sqlite/sqlite-payment-key-store';
import type { Hash } from '#domain/primitives/hash';
import { SILENT_LOG } from '#domain/primitives/log.port';
import type { KeyedPayment, PaymentKeyStore } from '#domain/wallet/payment-key-store.port';

interface OpenStore {
  readonly store: PaymentKeyStore;
  close(): Promise<void>;
}

async function openInFolder(folder: string): Promise<OpenStore> {
  const genesisHash = 'ab'.repeat(32) as Hash;
  const opened = await openSqliteStore({ path: join(folder, 'chain.sqlite'), genesisHash, log: SILENT_LOG });
  if (!opened.ok) throw new Error(opened.refusal.code);
  return { store: new SqlitePaymentKeyStore(opened.value), close: () => opened.value.close() };
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cheese-keys-'));
  folders.push(folder);
  return folder;
}

const STORES: [string, () => Promise<OpenStore>][] = [
  ['in memory', async () => ({ store: new MemoryPaymentKeyStore(), close: async () => undefined })],
  ['in an SQLite file', () => openInFolder(newFolder())],
];

function payment(key: string, changes: Partial<KeyedPayment> = {}): KeyedPayment {
  return {
    key,
    fingerprint: new Uint8Array(32).fill(1),
    transaction: new Uint8Array(154).fill(2),
    signedAtMs: 1_000,
    taken: false,
    ...changes,
  };
}
const LIMITS = { signedBeforeMs: 0, maximum: 100 };

describe.each(STORES)('payments by their keys %s', (_name, open) => {
  let opened: OpenStore;
  beforeEach(async () => {
    opened = await open();
  });
  afterEach(() => opened.close());

  it('are found as they were kept, and not before', async () => {
    const { store } = opened;
    expect(await store.find('a')).toBeUndefined();
    await store.keep(payment('a'), LIMITS);
    await store.keep(payment('b', { taken: true }), LIMITS);
    expect(await store.find('a')).toEqual(payment('a'));
    expect(await store.find('b')).toEqual(payment('b', { taken: true }));
    expect(await store.find('A')).toBeUndefined();
  });

  it('are noted as taken, forgotten, and kept anew', async () => {
    const { store } = opened;
    await store.keep(payment('a'), LIMITS);
    await store.noteTaken('a');
    expect(await store.find('a')).toEqual(payment('a', { taken: true }));
    await store.forget('a');
    await store.noteTaken('a');
    await store.forget('a');
    expect(await store.find('a')).toBeUndefined();
    await store.keep(payment('a'), LIMITS);
    await store.keep(payment('a', { signedAtMs: 5 }), LIMITS);
    expect(await store.find('a')).toEqual(payment('a', { signedAtMs: 5 }));
  });

  it('go when they are old, and the oldest when there are too many', async () => {
    const { store } = opened;
    for (let at = 0; at < 10; at++) await store.keep(payment(`key ${at}`, { signedAtMs: at }), LIMITS);
    await store.keep(payment('last'), { signedBeforeMs: 3, maximum: 100 });
    expect(await store.find('key 2')).toBeUndefined();
    expect(await store.find('key 3')).toBeDefined();
    await store.keep(payment('more'), { signedBeforeMs: 0, maximum: 3 });
    expect(await store.find('key 8')).toBeUndefined();
    expect(await store.find('key 9')).toBeDefined();
    expect(await store.find('last')).toBeDefined();
  });
});

it('payments by their keys outlive the program in an SQLite file', async () => {
  const folder = newFolder();
  const first = await openInFolder(folder);
  await first.store.keep(payment('a'), LIMITS);
  await first.close();
  const second = await openInFolder(folder);
  expect(await second.store.find('a')).toEqual(payment('a'));
  await second.close();
});
