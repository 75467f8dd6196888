import Database from 'better-sqlite3';
import { accepted, type Result, refused } from '#domain/primitives/result';
import { SCHEMA } from './schema.ts';

/** A writer holds the file for moments only. */
const LOCK_TIMEOUT_MS = 2_000;

export interface QuickCheck {
  readonly schemaVersion: number;
  /** False: the next start brings it up to date. */
  readonly isCurrent: boolean;
}

export interface QuickCheckRefusal {
  readonly code: 'store-damaged' | 'store-foreign' | 'store-newer-schema' | 'store-busy';
  readonly detail: string;
}

/**
 * Looks at a store's file without changing or claiming it, so also while its peer runs: whose it is, which schema it
 * has, and with `pages` whether all of it agrees (SQLite's quick_check, about a second for 256 MiB).
 */
export function quickCheck(path: string, pages: boolean): Result<QuickCheck, QuickCheckRefusal> {
  let database: Database.Database | undefined;
  try {
    database = new Database(path, { readonly: true, fileMustExist: true, timeout: LOCK_TIMEOUT_MS });
    const schemaVersion = database.pragma('user_version', { simple: true }) as number;
    const applicationId = database.pragma('application_id', { simple: true }) as number;
    const known = SCHEMA.migrations.length;
    if (applicationId !== SCHEMA.applicationId) {
      return refused({ code: 'store-foreign', detail: 'it is no store of a peer' });
    }
    if (schemaVersion > known) {
      const detail = `A newer version wrote it: schema ${schemaVersion}, this one knows ${known}`;
      return refused({ code: 'store-newer-schema', detail });
    }
    const report = pages ? (database.pragma('quick_check(1)', { simple: true }) as string) : 'ok';
    if (report !== 'ok') return refused({ code: 'store-damaged', detail: report });
    return accepted({ schemaVersion, isCurrent: schemaVersion === known });
  } catch (error) {
    const { code = '', message } = error as { readonly code?: string; readonly message: string };
    return refused({ code: code.startsWith('SQLITE_BUSY') ? 'store-busy' : 'store-damaged', detail: message });
  } finally {
    database?.close();
  }
}
