import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';

/** A process that is just closing the file gets this long to let go. */
const CLAIM_TIMEOUT_MS = 1000;

/**
 * Claims a store's file for this process until the claim is closed or the process ends, however it ends: an exclusive
 * lock on an empty database beside it. The file's own lock would keep this process's second connection out too.
 * Throws SQLITE_BUSY when another has it.
 */
export function claimFile(path: string): { close(): void } {
  mkdirSync(dirname(path), { recursive: true });
  const lock = new Database(`${path}.lock`, { timeout: CLAIM_TIMEOUT_MS });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    throw error;
  }
}
