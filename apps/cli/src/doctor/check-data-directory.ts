import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Check, fail, ok, warn } from './check.ts';
import { nearestExisting } from './check-machine.ts';

/** Whoever reads one of these is the node, spends its coins, commands it, or signs its webhooks. */
const SECRET_FILES = ['api-token', 'identity.json', 'wallet.json', 'wallet.key', 'chain.sqlite'];
const FOR_OTHERS = 0o077;
const READ_AND_WRITE = constants.R_OK | constants.W_OK;
/** Windows has other rights, which Node does not tell. */
const HAS_MODES = process.platform !== 'win32';

/** Whether a peer can keep its things there, and others can not read them. */
export function checkDataDirectory(dataDir: string): Check {
  const name = 'data-directory';
  const path = nearestExisting(dataDir);
  const stat = statSync(path);
  if (!stat.isDirectory()) return fail(name, `${path} is no folder.`, 'Name another with --data or CHEESE_DATA_DIR.');
  if (!isAllowed(path, READ_AND_WRITE | constants.X_OK)) {
    return fail(name, `This user may not write to ${path}.`, `Give it to the peer's user: chown -R USER ${path}`);
  }
  if (!existsSync(dataDir)) return ok(name, `${dataDir} is made by the first start.`);
  if (HAS_MODES && (stat.mode & FOR_OTHERS) !== 0) {
    return warn(name, `Others on this machine may look into ${dataDir}.`, `chmod 700 ${dataDir}`);
  }
  return ok(name, `${dataDir} is this user's alone.`);
}

/** Whether the files that hold secrets can be read by the peer and by nobody else. */
export function checkSecretFiles(dataDir: string): Check {
  const name = 'secret-files';
  const files = SECRET_FILES.map((file) => join(dataDir, file)).filter((path) => existsSync(path));
  if (files.length === 0) return ok(name, 'There are none yet.');
  const unreadable = files.filter((path) => !isAllowed(path, READ_AND_WRITE));
  if (unreadable.length > 0) {
    return fail(name, `This user may not read ${unreadable.join(', ')}.`, 'Give them to the user that runs the peer.');
  }
  const open = HAS_MODES ? files.filter((path) => (statSync(path).mode & FOR_OTHERS) !== 0) : [];
  if (open.length === 0) return ok(name, `${files.length} files with secrets are this user's alone.`);
  return fail(
    name,
    `Others on this machine may read ${open.join(', ')}.`,
    `chmod 600 ${open.join(' ')}; what others have read is no secret any more.`,
  );
}

function isAllowed(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}
