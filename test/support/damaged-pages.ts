import { closeSync, openSync, readFileSync, readSync, writeFileSync, writeSync } from 'node:fs';
import Database from 'better-sqlite3';

const PAGE_BYTES = 8192;
const FLIPPED_BYTES = 256;

/** The pages of a closed store's file that hold a table or an index, from 1. */
export function pagesOf(path: string, name: string): number[] {
  const database = new Database(path, { readonly: true });
  try {
    return database.prepare('SELECT pageno FROM dbstat WHERE name = ? ORDER BY pageno').pluck().all(name) as number[];
  } finally {
    database.close();
  }
}

/** How many pages the file of a closed store has. */
export function pageCount(path: string): number {
  return Math.floor(readFileSync(path).length / PAGE_BYTES);
}

/** Writes bytes that mean nothing over a whole page. */
export function ruinPage(path: string, page: number): void {
  overwrite(path, (page - 1) * PAGE_BYTES, Buffer.alloc(PAGE_BYTES, `${page} bits of mould`));
}

/** Turns some bits over at the end of a page, where SQLite puts what comes first. */
export function flipBits(path: string, page: number): void {
  const start = page * PAGE_BYTES - FLIPPED_BYTES;
  const bytes = readAt(path, start, FLIPPED_BYTES);
  for (let i = 0; i < 16; i++) {
    const at = (i * 2_654_435_761) % bytes.length;
    bytes[at] = (bytes[at] as number) ^ 0x41;
  }
  overwrite(path, start, bytes);
}

/** A copy of a closed store's file, in the place of whatever is there. */
export function copyStore(from: string, to: string): void {
  writeFileSync(to, readFileSync(from));
}

function readAt(path: string, position: number, length: number): Buffer {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(length);
    readSync(file, bytes, 0, length, position);
    return bytes;
  } finally {
    closeSync(file);
  }
}

function overwrite(path: string, position: number, bytes: Buffer): void {
  const file = openSync(path, 'r+');
  try {
    writeSync(file, bytes, 0, bytes.length, position);
  } finally {
    closeSync(file);
  }
}
