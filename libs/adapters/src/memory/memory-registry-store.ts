import { accepted, type Result } from '#domain/primitives/result';
import type { RegistryEntry } from '#domain/tracker/registry-entry';
import type { RegistryStore, RegistryStoreRefusal } from '#domain/tracker/registry-store.port';

/** Keeps the registry as long as the process lives. */
export class MemoryRegistryStore implements RegistryStore {
  private entries: readonly RegistryEntry[] = [];

  async load(): Promise<Result<readonly RegistryEntry[], RegistryStoreRefusal>> {
    return accepted(this.entries);
  }

  async save(entries: readonly RegistryEntry[]): Promise<Result<undefined, RegistryStoreRefusal>> {
    this.entries = [...entries];
    return accepted(undefined);
  }
}
