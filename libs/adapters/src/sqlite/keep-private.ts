import { chmodSync, closeSync, openSync } from 'node:fs';

const OWNER_ONLY = 0o600;

/**
 * Makes an empty file that is its owner's alone, where there is none: SQLite would make one for whomever the umask
 * allows, and webhooks' secrets are in it. The log beside it gets the same rights.
 */
export function makePrivate(path: string): void {
  try {
    closeSync(openSync(path, 'wx', OWNER_ONLY));
  } catch {
    // It is there, or cannot be made: then SQLite says why.
  }
}

/** Takes the rights of others away from a store and what is beside it: older versions left them. */
export function takePrivate(path: string): void {
  for (const file of [path, `${path}-wal`, `${path}-shm`]) {
    try {
      chmodSync(file, OWNER_ONLY);
    } catch {
      // Not there, or not ours to change: `cheesechain doctor` tells.
    }
  }
}
