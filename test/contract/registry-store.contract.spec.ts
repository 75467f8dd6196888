import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryRegistryStore } from '#adapters/memory/memory-registry-store';
import { FileRegistryStore } from '#adapters/registry-file/file-registry-store';
import { signAddressRecord } from '#domain/peer-network/address-record';
import type { RegistryEntry } from '#domain/tracker/registry-entry';
import { memoryEndpoint, testSigner } from '#test/memory-node';
import { testNetwork } from '#test/network';

const { genesisHash } = testNetwork();

function entry(seed: number): RegistryEntry {
  const record = signAddressRecord(testSigner(seed), genesisHash, memoryEndpoint(seed), 1_800_000_000 + seed);
  return { record, agent: `peer „${seed}“ \\ \u0000`, height: seed * 1_000, lastSeenMs: 1_800_000_000_000 + seed };
}

describe.each(['memory', 'file'])('a registry store in %s', (kind) => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cheesechain-registry-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const open = () =>
    kind === 'memory' ? new MemoryRegistryStore() : new FileRegistryStore(join(folder, 'registry.json'), genesisHash);

  it('is empty at first', async () => {
    expect(await open().load()).toEqual({ ok: true, value: [] });
  });

  it('gives what was saved last, and nothing of what was saved before', async () => {
    const store = open();
    expect(await store.save([entry(1), entry(2)])).toEqual({ ok: true, value: undefined });
    await store.save([entry(2), entry(3)]);
    expect(await store.load()).toEqual({ ok: true, value: [entry(2), entry(3)] });
    await store.save([]);
    expect(await store.load()).toEqual({ ok: true, value: [] });
  });

  it('does not change what it holds when the caller’s list changes', async () => {
    const store = open();
    const entries = [entry(1)];
    await store.save(entries);
    entries.push(entry(2));
    expect(await store.load()).toEqual({ ok: true, value: [entry(1)] });
  });
});
