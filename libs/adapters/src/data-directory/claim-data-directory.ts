import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { accepted, type Result, refused } from '#domain/primitives/result';
import type { DataDirectoryRefusal } from './data-directory.errors.ts';

/** A directory that no other process uses until it is released or this process ends, however it ends. */
export interface ClaimedDirectory {
  /** Absolute. */
  readonly path: string;
  release(): void;
}

/** A predecessor that was just told to stop gets this long to let go: its shutdown is bounded by less. */
const CLAIM_TIMEOUT_MS = 10_000;
const CLAIM_RETRY_MS = 100;
/** More peers than this do not share one volume. */
const MAX_SLOTS = 256;

/**
 * Makes the directory if need be (0700) and claims it, or with `slots` its first free `slot-N`.
 *
 * The claim is an SQLite lock, which the operating system drops when the process dies: after a crash the
 * next start need not wait for a lock to grow stale, and containers that share a volume see each other's.
 */
export async function claimDataDirectory(
  dataDir: string,
  options: { readonly slots: boolean; readonly timeoutMs?: number },
): Promise<Result<ClaimedDirectory, DataDirectoryRefusal>> {
  const path = resolve(dataDir);
  if (options.slots) return claimFirstSlot(path);
  const deadlineMs = performance.now() + (options.timeoutMs ?? CLAIM_TIMEOUT_MS);
  for (;;) {
    const claim = claimOne(path);
    if (claim.ok || claim.refusal.code !== 'data-directory-in-use' || performance.now() >= deadlineMs) return claim;
    await sleep(CLAIM_RETRY_MS);
  }
}

function claimFirstSlot(path: string): Result<ClaimedDirectory, DataDirectoryRefusal> {
  for (let slot = 1; slot <= MAX_SLOTS; slot++) {
    const claim = claimOne(join(path, `slot-${slot}`));
    if (claim.ok || claim.refusal.code !== 'data-directory-in-use') return claim;
  }
  return refused({ code: 'data-directory-slots-exhausted', path, slots: MAX_SLOTS });
}

function claimOne(path: string): Result<ClaimedDirectory, DataDirectoryRefusal> {
  let lock: Database.Database | undefined;
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    lock = new Database(join(path, 'in-use.lock'), { timeout: 0 });
    lock.exec('BEGIN EXCLUSIVE');
    const held = lock;
    return accepted({ path, release: () => held.close() });
  } catch (error) {
    lock?.close();
    const { code, message } = error as { code?: string; message: string };
    if (code?.startsWith('SQLITE_BUSY')) return refused({ code: 'data-directory-in-use', path });
    return refused({ code: 'data-directory-unusable', path, reason: message });
  }
}
