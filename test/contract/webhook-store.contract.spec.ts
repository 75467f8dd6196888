import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { MemoryWebhookStore } from '#adapters/memory/memory-webhook-store';
import { openSqliteStore } from '#adapters/sqlite/open-sqlite-store';
import { SqliteWebhookStore } from '#adapters/sqlite/sqlite-webhook-store';
import type { DeadLetter, Webhook } from '#adapters/webhooks/webhook';
import type { WebhookStore } from '#adapters/webhooks/webhook-store.port';
import type { Hash } from '#domain/primitives/hash';
import { SILENT_LOG } from '#domain/primitives/log.port';

interface OpenStore {
  readonly store: WebhookStore;
  close(): Promise<void>;
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

async function openInFolder(folder: string): Promise<OpenStore> {
  const genesisHash = 'ab'.repeat(32) as Hash;
  const opened = await openSqliteStore({ path: join(folder, 'chain.sqlite'), genesisHash, log: SILENT_LOG });
  if (!opened.ok) throw new Error(opened.refusal.code);
  return { store: new SqliteWebhookStore(opened.value), close: () => opened.value.close() };
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cheese-webhooks-'));
  folders.push(folder);
  return folder;
}

const STORES: [string, () => Promise<OpenStore>][] = [
  ['in memory', async () => ({ store: new MemoryWebhookStore(), close: async () => undefined })],
  ['in an SQLite file', () => openInFolder(newFolder())],
];

function webhook(id: string, changes: Partial<Webhook> = {}): Webhook {
  return {
    id,
    url: 'https://shop.example.org/cheese',
    events: ['block.connected', 'peer.connected'],
    secret: 'whsec_c2VjcmV0',
    oldSecrets: [],
    createdAtMs: 1_000,
    position: 7,
    paused: undefined,
    ...changes,
  };
}

function letter(number: number, changes: Partial<DeadLetter> = {}): DeadLetter {
  return {
    number,
    messageId: `evt_${number}_x`,
    type: 'block.connected',
    body: `{"id":${number}}`,
    attempts: 10,
    failedAtMs: 2_000,
    code: 'webhook-answer-refused',
    status: 503,
    ...changes,
  };
}

describe.each(STORES)('subscriptions %s', (_name, open) => {
  let opened: OpenStore;
  let store: WebhookStore;
  beforeEach(async () => {
    opened = await open();
    store = opened.store;
  });
  afterEach(() => opened.close());

  it('are listed as they were added, oldest first, until they are removed', async () => {
    expect(await store.list()).toEqual([]);
    await store.add(webhook('wh_2', { createdAtMs: 2_000, events: [] }));
    await store.add(webhook('wh_1'));
    expect(await store.list()).toEqual([webhook('wh_1'), webhook('wh_2', { createdAtMs: 2_000, events: [] })]);
    await store.remove('wh_1');
    await store.remove('wh_1');
    expect((await store.list()).map(({ id }) => id)).toEqual(['wh_2']);
  });

  it('remember how far they have come and whether they wait', async () => {
    await store.add(webhook('wh_1'));
    await store.add(webhook('wh_2'));
    await store.moveTo('wh_1', 9);
    await store.pause('wh_1', 'webhook-dead-letters-full');
    expect(await store.list()).toEqual([
      webhook('wh_1', { position: 9, paused: 'webhook-dead-letters-full' }),
      webhook('wh_2'),
    ]);
    await store.pause('wh_1', undefined);
    expect((await store.list())[0]?.paused).toBeUndefined();
  });

  it('remember what they sign with, and until when', async () => {
    const oldSecrets = [
      { secret: 'whsec_b2xk', untilMs: 5_000 },
      { secret: 'whsec_b2xkZXI=', untilMs: 4_000 },
    ];
    await store.add(webhook('wh_1', { oldSecrets }));
    await store.add(webhook('wh_2'));
    expect((await store.list())[0]).toEqual(webhook('wh_1', { oldSecrets }));
    const secrets = { secret: 'whsec_bmV3', oldSecrets: [{ secret: 'whsec_c2VjcmV0', untilMs: 9_000 }] };
    await store.replaceSecrets('wh_1', secrets);
    expect(await store.list()).toEqual([webhook('wh_1', secrets), webhook('wh_2')]);
  });

  it('keep what could not be delivered, and are beyond it', async () => {
    await store.add(webhook('wh_1'));
    await store.bury('wh_1', letter(9, { status: undefined, code: 'webhook-timeout' }));
    await store.bury('wh_1', letter(12));
    await store.bury('wh_1', letter(30));
    expect((await store.list())[0]?.position).toBe(30);
    expect(await store.deadLetters('wh_1', undefined, 2)).toEqual([letter(30), letter(12)]);
    expect(await store.deadLetters('wh_1', 12, 2)).toEqual([letter(9, { status: undefined, code: 'webhook-timeout' })]);
    expect(await store.nextDeadLetter('wh_1', -1)).toMatchObject({ number: 9 });
    expect(await store.nextDeadLetter('wh_1', 9)).toEqual(letter(12));
    expect(await store.nextDeadLetter('wh_1', 30)).toBeUndefined();
    expect(await store.countDeadLetters('wh_1')).toBe(3);
  });

  it('lose dead letters when they are delivered, given up, or their subscription is removed', async () => {
    for (const id of ['wh_1', 'wh_2']) {
      await store.add(webhook(id));
      for (const number of [8, 9]) await store.bury(id, letter(number));
    }
    await store.removeDeadLetter('wh_1', 8);
    expect(await store.deadLetters('wh_1', undefined, 9)).toEqual([letter(9)]);
    await store.removeDeadLetters('wh_1');
    expect(await store.countDeadLetters('wh_1')).toBe(0);
    expect(await store.countDeadLetters('wh_2')).toBe(2);
    await store.remove('wh_2');
    expect(await store.countDeadLetters('wh_2')).toBe(0);
  });
});

it('subscriptions in an SQLite file outlive a restart', async () => {
  const folder = newFolder();
  const first = await openInFolder(folder);
  await first.store.add(webhook('wh_1'));
  await first.store.bury('wh_1', letter(8));
  const secrets = { secret: 'whsec_bmV3', oldSecrets: [{ secret: 'whsec_c2VjcmV0', untilMs: 9_000 }] };
  await first.store.replaceSecrets('wh_1', secrets);
  await first.close();
  const second = await openInFolder(folder);
  expect(await second.store.list()).toEqual([webhook('wh_1', { position: 8, ...secrets })]);
  expect(await second.store.deadLetters('wh_1', undefined, 5)).toEqual([letter(8)]);
  await second.close();
});

it('subscriptions of a store from before secrets could be replaced go on with the one they have', async () => {
  const folder = newFolder();
  const first = await openInFolder(folder);
  await first.store.add(webhook('wh_1'));
  await first.close();
  const database = new Database(join(folder, 'chain.sqlite'));
  database.exec(`ALTER TABLE webhook DROP COLUMN old_secrets;
    DELETE FROM migrations WHERE timestamp >= 1790600000000; PRAGMA user_version = 6`);
  database.close();
  const second = await openInFolder(folder);
  expect(await second.store.list()).toEqual([webhook('wh_1')]);
  await second.close();
});
