import { mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { accepted, type Result, refused } from '#domain/primitives/result';
import type { DataDirectoryRefusal } from './data-directory.errors.ts';
import { markHolder, slotsByPreference } from './slots.ts';

/** A directory that no other process uses until it is released or this process ends, however it ends. */
export interface ClaimedDirectory {
  /** Absolute. */
  readonly path: string;
  release(): void;
}

/** A predecessor that was just told to stop gets this long to let go: its shutdown is bounded by less. */
const CLAIM_TIMEOUT_MS = 10_000;
const CLAIM_RETRY_MS = 100;
/** How a data directory is claimed. */
export interface ClaimOptions {
  /** Whether a folder `slot-N` of it is claimed instead: the one of this holder if it had one, else by last use. */
  readonly slots: boolean;
  /** Who claims a slot; the name of this computer or container when not given. */
  readonly holder?: string;
  /** How long a predecessor may take to let go of the directory. */
  readonly timeoutMs?: number;
}

/**
 * Makes the directory if need be (0700) and claims it, or a slot of it.
 *
 * The claim is an SQLite lock, which the operating system drops when the process dies: after a crash the
 * next start need not wait for a lock to grow stale, and containers that share a volume see each other's.
 */
export async function claimDataDirectory(
  dataDir: string,
  options: ClaimOptions,
): Promise<Result<ClaimedDirectory, DataDirectoryRefusal>> {
  const path = resolve(dataDir);
  if (options.slots) return claimSlot(path, options.holder ?? hostname());
  const deadlineMs = performance.now() + (options.timeoutMs ?? CLAIM_TIMEOUT_MS);
  for (;;) {
    const claim = claimOne(path);
    if (claim.ok || claim.refusal.code !== 'data-directory-in-use' || performance.now() >= deadlineMs) return claim;
    await sleep(CLAIM_RETRY_MS);
  }
}

function claimSlot(path: string, holder: string): Result<ClaimedDirectory, DataDirectoryRefusal> {
  const slots = slotsByPreference(path, holder);
  for (const slot of slots) {
    const claim = claimOne(slot);
    if (claim.ok) return held(claim.value, holder);
    if (claim.refusal.code !== 'data-directory-in-use') return claim;
  }
  return refused({ code: 'data-directory-slots-exhausted', path, slots: slots.length });
}

/** A claimed slot that says whose it is, and since when it is free once it was let go. */
function held(slot: ClaimedDirectory, holder: string): Result<ClaimedDirectory, DataDirectoryRefusal> {
  try {
    markHolder(slot.path, holder);
  } catch (error) {
    slot.release();
    return refused({ code: 'data-directory-unusable', path: slot.path, reason: (error as Error).message });
  }
  const release = () => {
    try {
      markHolder(slot.path, holder);
    } finally {
      slot.release();
    }
  };
  return accepted({ path: slot.path, release });
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
