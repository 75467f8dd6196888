import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signAddressRecord } from '#domain/peer-network/address-record';
import { SILENT_LOG } from '#domain/primitives/log.port';
import { memoryEndpoint, testSigner } from '#test/memory-node';
import { testNetwork } from '#test/network';
import { FileAddressBookStore } from './file-address-book-store.ts';

describe('the file of known addresses', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cheesechain-addresses-'));
  const path = join(folder, 'addresses.json');
  const store = new FileAddressBookStore(path, SILENT_LOG);
  const records = [1, 2, 3].map((seed) => ({
    ...signAddressRecord(testSigner(seed), testNetwork().genesisHash, memoryEndpoint(seed), 1_800_000_000),
    lastMetAt: 1_800_000_000 + seed,
  }));

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is empty before anything was kept', async () => {
    expect(await store.load()).toEqual([]);
  });

  it('gives back what was kept, and only its owner may read it', async () => {
    await store.save(records.slice(0, 1));
    await store.save(records);
    expect(await new FileAddressBookStore(path, SILENT_LOG).load()).toEqual(records);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['no JSON', 'gruyère'],
    ['another version', '{"version":9,"records":[]}'],
    ['a key of the wrong length', '{"version":1,"records":[{"identityKey":"ab"}]}'],
    ['more than any address book', `{"version":1,"records":[]}${' '.repeat(1_100_000)}`],
  ])('is set aside when it is damaged: %s', async (_what, text) => {
    writeFileSync(path, text);
    expect(await store.load()).toEqual([]);
    expect(existsSync(path)).toBe(false);
    expect(readFileSync(`${path}.damaged`, 'utf8')).toBe(text);
  });
});
