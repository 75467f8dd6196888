import { DataSource } from 'typeorm';
import { type Hash, hashToBytes } from '#domain/primitives/hash';
import { InvariantError } from '#domain/primitives/invariant';
import type { Log } from '#domain/primitives/log.port';
import { accepted, type Result, refused } from '#domain/primitives/result';
import { claimFile } from './claim-file.ts';
import { type Database, databaseOf } from './database.ts';
import { examineDatabase } from './examine-database.ts';
import { makePrivate, takePrivate } from './keep-private.ts';
import { SCHEMA } from './schema.ts';
import { SqliteStore } from './sqlite-store.ts';
import type { StoreRefusal } from './store.errors.ts';
import { refusalOf, StoreRefusedError } from './store-refused-error.ts';

/** 8 KiB: half as many pages to walk for a block's bytes as with SQLite's 4 KiB, and small enough for accounts. */
const PAGE_BYTES = 8192;
/** Pages kept in memory: the inner nodes of every tree, and the leaves that are written over and over. */
const PAGE_CACHE_KIB = 32 * 1024;
/** The log's file is cut back to this after a checkpoint, should one long write have swollen it. */
const MAX_IDLE_LOG_BYTES = 32 * 2 ** 20;
/** A lock that another program holds for a moment, as a backup does, is waited for this long. */
const LOCK_TIMEOUT_MS = 5000;

export interface SqliteStoreOptions {
  /** The file; it and its folder are made when missing. */
  readonly path: string;
  /** The network the file belongs to, for good. */
  readonly genesisHash: Hash;
  readonly log: Log;
}

/**
 * Opens the store in a file, or makes one. A file that is damaged, foreign, newer, another network's or in use is
 * refused and left as it is. One process has the file until it closes the store or ends, however it ends.
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Result<SqliteStore, StoreRefusal>> {
  const { path, log } = options;
  let claim: { close(): void } | undefined;
  const dataSource = createDataSource(options);
  try {
    claim = claimFile(path);
    makePrivate(path);
    await dataSource.initialize();
    await upgrade(dataSource, options.genesisHash);
    takePrivate(path);
    const store = new SqliteStore({ path, dataSource, claim, log });
    log.info('store opened', { path });
    return accepted(store);
  } catch (error) {
    if (dataSource.isInitialized) await dataSource.destroy();
    claim?.close();
    const refusal = refusalOf(error, path);
    if (refusal !== undefined) return refused(refusal);
    // Values that this program never wrote, on pages that make sense to SQLite.
    if (error instanceof InvariantError) return refused({ code: 'store-damaged', path, detail: error.message });
    throw error;
  }
}

function createDataSource(options: SqliteStoreOptions): DataSource {
  return new DataSource({
    type: 'better-sqlite3',
    database: options.path,
    timeout: LOCK_TIMEOUT_MS,
    entities: SCHEMA.entities,
    migrations: SCHEMA.migrations,
    migrationsTransactionMode: 'all',
    synchronize: false,
    prepareDatabase: (database: Database) => prepare(database, options),
  });
}

/** Looks whether the file may be used, and only then sets it up. */
function prepare(database: Database, { path, genesisHash }: SqliteStoreOptions): void {
  try {
    database.pragma(`page_size = ${PAGE_BYTES}`);
    const refusal = examineDatabase(database, path, genesisHash);
    if (refusal !== undefined) throw new StoreRefusedError(refusal);
    database.pragma('journal_mode = WAL');
    database.pragma(`cache_size = -${PAGE_CACHE_KIB}`);
    // Mapped reads would be a fifth faster, but a disk that fails under one ends the process without a word.
    database.pragma('mmap_size = 0');
    database.pragma(`journal_size_limit = ${MAX_IDLE_LOG_BYTES}`);
    database.pragma('temp_store = MEMORY');
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Runs the migrations that the file lacks, and marks a new one as this network's. */
async function upgrade(dataSource: DataSource, genesisHash: Hash): Promise<void> {
  const database = databaseOf(dataSource);
  await dataSource.runMigrations();
  database.pragma(`application_id = ${SCHEMA.applicationId}`);
  database.pragma(`user_version = ${SCHEMA.migrations.length}`);
  database
    .prepare(
      'INSERT OR IGNORE INTO chain_state (id, genesis, tip, account_count, account_balance) VALUES (1, ?, NULL, 0, 0)',
    )
    .run(hashToBytes(genesisHash));
}
