import { Histogram, type Registry } from 'prom-client';
import type { SqliteStore } from '../sqlite/sqlite-store.ts';
import { storeFigures } from '../sqlite/store-figures.ts';
import { addGauges } from './readings.ts';

/** From a row in memory to a disk that struggles. */
const WRITE_BUCKETS_SECONDS = [0.0002, 0.001, 0.005, 0.02, 0.1, 0.5, 2];

/** The SQLite file: its size, and how long writes hold the event loop. */
export function addStoreMetrics(registry: Registry, store: SqliteStore): void {
  addGauges(registry, [
    { name: 'cheesechain_store_file_bytes', help: 'Size of the file.', read: () => storeFigures(store).fileBytes },
    {
      name: 'cheesechain_store_wal_bytes',
      help: 'Size of the write-ahead log.',
      read: () => storeFigures(store).walBytes,
    },
    {
      name: 'cheesechain_store_pages',
      help: 'Pages of the file.',
      labelNames: ['state'],
      read: () => {
        const { pages, freePages } = storeFigures(store);
        return [
          [{ state: 'used' }, pages - freePages],
          [{ state: 'free' }, freePages],
        ];
      },
    },
  ]);
  const writes = new Histogram({
    name: 'cheesechain_store_write_duration_seconds',
    help: 'How long a write took, by how durable it had to be.',
    labelNames: ['durability'],
    buckets: WRITE_BUCKETS_SECONDS,
    registers: [registry],
  });
  store.writes.finished.subscribe(({ durability, seconds }) => writes.observe({ durability }, seconds));
}
