import { type Hash, hashFromBytes } from '#domain/primitives/hash';
import { type Database, plainBytes } from './database.ts';
import { SCHEMA } from './schema.ts';
import type { StoreRefusal } from './store.errors.ts';

/**
 * Files up to this size are checked page by page when they are opened, which takes a second or two at most. For larger
 * ones that is the operator's command: they would keep a node from starting for minutes.
 */
const MAX_CHECKED_BYTES = 256 * 2 ** 20;

/** Whether a file may be used, by reading alone; undefined when it may, as a new one may. */
export function examineDatabase(database: Database, path: string, genesisHash: Hash): StoreRefusal | undefined {
  const tables = database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() as number;
  if (tables === 0) return undefined;
  const applicationId = database.pragma('application_id', { simple: true }) as number;
  const version = database.pragma('user_version', { simple: true }) as number;
  // A first start that ended before the file was marked: TypeORM's tables are there, and nothing in them.
  if (applicationId === 0 && version === 0) return isUnmarked(database) ? undefined : { code: 'store-foreign', path };
  if (applicationId !== SCHEMA.applicationId) return { code: 'store-foreign', path };
  const supported = SCHEMA.migrations.length;
  if (version > supported) return { code: 'store-newer-schema', path, found: version, supported };
  return (
    checkPages(database, path) ?? checkMigrations(database, path, version) ?? checkNetwork(database, path, genesisHash)
  );
}

function isUnmarked(database: Database): boolean {
  const names = database.prepare('SELECT name FROM sqlite_schema WHERE type = ?').pluck().all('table') as string[];
  if (!names.includes('migrations')) return false;
  const marked = names.includes('chain_state');
  return !marked || database.prepare('SELECT count(*) FROM chain_state').pluck().get() === 0;
}

function checkPages(database: Database, path: string): StoreRefusal | undefined {
  const pages = database.pragma('page_count', { simple: true }) as number;
  const pageBytes = database.pragma('page_size', { simple: true }) as number;
  if (pages * pageBytes > MAX_CHECKED_BYTES) return undefined;
  // Indexes too, which a quick_check leaves out: a header that its index has lost would be one that never came.
  const detail = database.pragma('integrity_check(1)', { simple: true }) as string;
  return detail === 'ok' ? undefined : { code: 'store-damaged', path, detail };
}

/** The migrations that the file's header says it has had have to be in its list, or they would run again. */
function checkMigrations(database: Database, path: string, version: number): StoreRefusal | undefined {
  const listed = new Set(database.prepare('SELECT name FROM migrations').pluck().all() as string[]);
  const isListed = SCHEMA.migrations.slice(0, version).every(({ name }) => listed.has(name));
  return isListed ? undefined : { code: 'store-damaged', path, detail: 'its list of migrations is not whole' };
}

function checkNetwork(database: Database, path: string, expected: Hash): StoreRefusal | undefined {
  const genesis = database.prepare('SELECT genesis FROM chain_state').pluck().get() as Uint8Array | undefined;
  if (genesis === undefined) return undefined;
  const found = hashFromBytes(plainBytes(genesis));
  return found === expected ? undefined : { code: 'store-wrong-network', path, found, expected };
}
