import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from './root.mjs';

/**
 * One text for the state of all files at or below some paths of the project: changes whenever one is added, removed
 * or written. Names, sizes and times only, so that it takes milliseconds.
 *
 * @param {string[]} paths relative to the project; absent ones count as such
 * @param {(path: string) => boolean} counts false for files and folders to leave out
 */
export function fingerprintOf(paths, counts = () => true) {
  const hash = createHash('sha256');
  const visit = (path) => {
    if (!counts(path)) return;
    const status = lstatSync(join(ROOT, path), { throwIfNoEntry: false });
    if (status === undefined) hash.update(`${path} absent\n`);
    else if (status.isDirectory()) for (const name of readdirSync(join(ROOT, path)).sort()) visit(`${path}/${name}`);
    else hash.update(`${path} ${status.size} ${status.mtimeMs}\n`);
  };
  for (const path of paths) visit(path);
  return hash.digest('hex');
}

/** The text of a stamp file, or undefined when there is none. */
export function readStamp(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Notes that the work for a fingerprint is done. */
export function writeStamp(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
