import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Hash } from '#domain/primitives/hash';
import { accepted, type Result, refused } from '#domain/primitives/result';
import type { RegistryEntry } from '#domain/tracker/registry-entry';
import type { RegistryStore, RegistryStoreRefusal } from '#domain/tracker/registry-store.port';
import { decodeRegistry, encodeRegistry } from './registry-format.ts';

/** The largest registry (100,000 peers) with the longest names in it; an honest one has 450 bytes for each. */
const MAX_REGISTRY_FILE_BYTES = 160_000_000;
/** Nobody else needs to know who was met where. */
const OWNER_ONLY = 0o600;

/** The registry in a JSON file. A file that cannot be trusted is refused and left as it is, never replaced. */
export class FileRegistryStore implements RegistryStore {
  constructor(
    private readonly path: string,
    private readonly genesisHash: Hash,
  ) {}

  async load(): Promise<Result<readonly RegistryEntry[], RegistryStoreRefusal>> {
    const where = this.path;
    let text: string | undefined;
    try {
      text = await readBounded(where);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return accepted([]);
      return refused({ code: 'registry-unreadable', where, reason: reasonOf(error) });
    }
    if (text === undefined) return refused({ code: 'registry-damaged', where, detail: 'it is too long' });
    const content = decodeRegistry(text);
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
      await replaceFile(this.path, encodeRegistry(this.genesisHash, entries));
      return accepted(undefined);
    } catch (error) {
      return refused({ code: 'registry-unwritable', where: this.path, reason: reasonOf(error) });
    }
  }
}

/** The whole file, or undefined when it is longer than any registry. */
async function readBounded(path: string): Promise<string | undefined> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    return size > MAX_REGISTRY_FILE_BYTES ? undefined : await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

/** The new text under the name, or the old one, also when the power fails in between. */
async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.new`;
  const file = await open(temporary, 'w', OWNER_ONLY);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  // Windows can't open a folder; its file systems keep the name without it.
  const folder = await open(dirname(path), 'r').catch(() => undefined);
  await folder?.sync().finally(() => folder.close());
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
