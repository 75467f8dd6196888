import { copyFileSync, existsSync, linkSync, renameSync, rmSync } from 'node:fs';

/** What SQLite and a claim keep beside a database. */
const BESIDE = ['-wal', '-shm', '.lock'];

/** Removes a store that was begun and is of no use. */
export function removeStore(path: string): void {
  for (const suffix of ['', ...BESIDE]) rmSync(`${path}${suffix}`, { force: true });
}

/**
 * Puts a new store, closed and whole, in the place of another; gives where the other is now. A program that ends on
 * the way leaves one of the two in that place. The other's write-ahead log goes first: SQLite would take it for the new
 * one's.
 */
export function exchangeStores(path: string, fresh: string): string {
  const keptAs = freeName(`${path}.damaged`);
  if (existsSync(`${path}-wal`)) renameSync(`${path}-wal`, `${keptAs}-wal`);
  rmSync(`${path}-shm`, { force: true });
  try {
    linkSync(path, keptAs);
  } catch {
    // Not every file system has links.
    copyFileSync(path, keptAs);
  }
  renameSync(fresh, path);
  return keptAs;
}

function freeName(wanted: string): string {
  let name = wanted;
  for (let count = 2; existsSync(name); count++) name = `${wanted}-${count}`;
  return name;
}
