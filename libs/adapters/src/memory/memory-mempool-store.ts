import type { MempoolStore, MempoolWrite, StoredTransaction } from '#domain/mempool/mempool-store.port';
import type { Hash } from '#domain/primitives/hash';

/** Keeps open transactions in memory, for tests and simulation: a restart is handing it to another mempool. */
export class MemoryMempoolStore implements MempoolStore {
  private readonly kept = new Map<Hash, StoredTransaction>();

  async write({ added, removed }: MempoolWrite): Promise<void> {
    for (const id of removed) this.kept.delete(id);
    for (const stored of added) this.kept.set(stored.id, stored);
  }

  async load(): Promise<StoredTransaction[]> {
    return [...this.kept.values()];
  }
}
