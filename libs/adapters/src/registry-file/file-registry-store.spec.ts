import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { signAddressRecord } from '#domain/peer-network/address-record';
import { registryStoreRules } from '#domain/tracker/registry-store.port';
import { memoryEndpoint, testSigner } from '#test/memory-node';
import { testNetwork } from '#test/network';
import { describeRegistryRefusal } from './describe-registry-refusal.ts';
import { FileRegistryStore } from './file-registry-store.ts';
import { decodeRegistry } from './registry-format.ts';

const { genesisHash } = testNetwork();

describe('a registry file', () => {
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cheesechain-registry-'));
    path = join(folder, 'registry.json');
    const record = signAddressRecord(testSigner(1), genesisHash, memoryEndpoint(1), 1_800_000_000);
    await new FileRegistryStore(path, genesisHash).save([{ record, agent: 'peer', height: 5, lastSeenMs: 1 }]);
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const load = () => new FileRegistryStore(path, genesisHash).load();
  const codeOf = async (): Promise<string> => {
    const loaded = await load();
    return loaded.ok ? 'fine' : loaded.refusal.code;
  };

  it('is readable by its owner alone, and leaves nothing else behind', () => {
    expect(readdirSync(folder)).toEqual(['registry.json']);
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('is refused when any part of it is missing or changed, and left as it is', async () => {
    const text = readFileSync(path, 'utf8');
    for (const damaged of ['', '{', 'null', '[]', '{"version":1}', text.slice(0, -10), text.replace('peer', 'pear')]) {
      writeFileSync(path, damaged);
      expect([damaged.slice(0, 20), await codeOf()]).toEqual([damaged.slice(0, 20), 'registry-damaged']);
      expect(readFileSync(path, 'utf8')).toBe(damaged);
    }
  });

  it('is refused when a later program has written it, or one of another network', async () => {
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('"version":1', '"version":2'));
    expect(await codeOf()).toBe('registry-version-unknown');
    writeFileSync(path, text);
    const other = testNetwork({ name: 'another' }).genesisHash;
    const loaded = await new FileRegistryStore(path, other).load();
    expect(loaded).toMatchObject({ ok: false, refusal: { code: 'registry-wrong-network', actual: genesisHash } });
  });

  it('is refused when it is far too long, without being read', async () => {
    truncateSync(path, 200_000_000);
    expect(await codeOf()).toBe('registry-damaged');
  });

  it('is refused when it cannot be read or written', async () => {
    rmSync(path);
    const inside = new FileRegistryStore(folder, genesisHash);
    expect(await inside.load()).toMatchObject({ ok: false, refusal: { code: 'registry-unreadable' } });
    const nowhere = new FileRegistryStore(join(folder, 'no', 'registry.json'), genesisHash);
    expect(await nowhere.save([])).toMatchObject({ ok: false, refusal: { code: 'registry-unwritable' } });
    expect(existsSync(join(folder, 'no'))).toBe(false);
  });

  it('takes the place of the old one only when it is whole: what a crash left is not looked at', async () => {
    writeFileSync(`${path}.new`, 'half a regis');
    expect(await codeOf()).toBe('fine');
    await new FileRegistryStore(path, genesisHash).save([]);
    expect(await load()).toEqual({ ok: true, value: [] });
    expect(readdirSync(folder)).toEqual(['registry.json']);
  });

  it('of any content whatever is read or called damaged, never an exception', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(['damaged', 'unknown-version', 'entries']).toContain(decodeRegistry(text).kind);
      }),
    );
  });

  it('has a rule and a sentence for every refusal', () => {
    const where = '/data/registry.json';
    const refusals = [
      { code: 'registry-damaged', where, detail: 'it is no JSON' },
      { code: 'registry-version-unknown', where, version: 9 },
      { code: 'registry-wrong-network', where, expected: 'a', actual: 'b' },
      { code: 'registry-unreadable', where, reason: 'EACCES' },
      { code: 'registry-unwritable', where, reason: 'ENOSPC' },
    ] as const;
    expect(refusals.map(({ code }) => code).sort()).toEqual(Object.keys(registryStoreRules).sort());
    for (const refusal of refusals) expect(describeRegistryRefusal(refusal)).toContain(where);
  });
});
