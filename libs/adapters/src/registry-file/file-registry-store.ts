import type { Hash } from '#domain/primitives/hash';
import { accepted, type Result, refused } from '#domain/primitives/result';
import type { RegistryEntry } from '#domain/tracker/registry-entry';
import type { RegistryStore, RegistryStoreRefusal } from '#domain/tracker/registry-store.port';
import { readPrivateFile, replacePrivateFile } from '../files/private-file.ts';
import { decodeRegistry, encodeRegistry } from './registry-format.ts';

/** The largest registry (100,000 peers) with the longest names in it; an honest one has 450 bytes for each. */
const MAX_REGISTRY_FILE_BYTES = 160_000_000;

/** The registry in a JSON file. A file that cannot be trusted is refused and left as it is, never replaced. */
export class FileRegistryStore implements RegistryStore {
  constructor(
    private readonly path: string,
    private readonly genesisHash: Hash,
  ) {}

  async load(): Promise<Result<readonly RegistryEntry[], RegistryStoreRefusal>> {
    const where = this.path;
    let file: Awaited<ReturnType<typeof readPrivateFile>>;
    try {
      file = await readPrivateFile(where, MAX_REGISTRY_FILE_BYTES);
    } catch (error) {
      return refused({ code: 'registry-unreadable', where, reason: reasonOf(error) });
    }
    if (file === undefined) return accepted([]);
    if (file === 'too-long') return refused({ code: 'registry-damaged', where, detail: 'it is too long' });
    const content = decodeRegistry(file.text);
    switch (content.kind) {
      case 'damaged':
        return refused({ code: 'registry-damaged', where, detail: content.detail });
      case 'unknown-version':
        return refused({ code: 'registry-version-unknown', where, version: content.version });
      case 'entries': {
        const { genesisHash: actual, entries } = content;
        const expected = this.genesisHash;
        return actual === expected
          ? accepted(entries)
          : refused({ code: 'registry-wrong-network', where, expected, actual });
      }
    }
  }

  async save(entries: readonly RegistryEntry[]): Promise<Result<undefined, RegistryStoreRefusal>> {
    try {
      await replacePrivateFile(this.path, encodeRegistry(this.genesisHash, entries));
      return accepted(undefined);
    } catch (error) {
      return refused({ code: 'registry-unwritable', where: this.path, reason: reasonOf(error) });
    }
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
