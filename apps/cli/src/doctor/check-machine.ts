import { existsSync, statfsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Check, fail, ok, warn } from './check.ts';

/** As package.json has it. */
const OLDEST_NODE = [20, 19] as const;
/** A peer that can write nothing more stops noting what happens: by then it is too late. */
const LEAST_FREE_BYTES = 256 * 2 ** 20;
/** Weeks of full blocks on a busy network of short spacing. */
const COMFORTABLE_FREE_BYTES = 2 * 2 ** 30;

/** `version`: as `process.versions.node` has it. */
export function checkNode(version: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOldEnough = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  const oldest = OLDEST_NODE.join('.');
  if (isOldEnough) return ok('node', `Node ${version}.`);
  return fail('node', `Node ${version} is older than ${oldest}.`, `Install Node ${oldest} or newer.`);
}

/** How much room there is where the data directory is, or will be. */
export function checkDisk(dataDir: string): Check {
  const { bavail, bsize } = statfsSync(nearestExisting(dataDir));
  const freeBytes = bavail * bsize;
  const finding = `${(freeBytes / 2 ** 30).toFixed(1)} GiB free for ${dataDir}.`;
  if (freeBytes < LEAST_FREE_BYTES)
    return fail('disk', finding, 'Make room before the peer runs: it must not fill up.');
  if (freeBytes < COMFORTABLE_FREE_BYTES) {
    return warn('disk', finding, 'Make room, or keep fewer blocks with CHEESE_PRUNE_BELOW_BLOCKS.');
  }
  return ok('disk', finding);
}

/** The folder itself, or the nearest one above it that there is. */
export function nearestExisting(folder: string): string {
  let path = resolve(folder);
  while (!existsSync(path) && dirname(path) !== path) path = dirname(path);
  return path;
}
