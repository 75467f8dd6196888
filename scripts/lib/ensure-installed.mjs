import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findNpm } from './find-npm.mjs';
import { readStamp, writeStamp } from './fingerprint.mjs';
import { ROOT } from './root.mjs';
import { runQuietly, StepError } from './run.mjs';

const STAMP_FILE = join(ROOT, 'node_modules', '.cheesechain-installed');
/** A first install over a slow line takes minutes; what takes longer than this has hung. */
const INSTALL_TIMEOUT_MS = 15 * 60_000;
const REBUILD_TIMEOUT_MS = 10 * 60_000;
const PROBE_TIMEOUT_MS = 60_000;

/** Opens a database in memory: fails when the native module was built for another Node. */
const NATIVE_PROBE = "new (require('better-sqlite3'))(':memory:').close(); require('secp256k1')";

/** How native modules are compiled where they have to be: the header says what it mends. Windows takes binaries. */
const COMPILING =
  process.platform === 'win32'
    ? process.env
    : {
        ...process.env,
        CXXFLAGS: `${process.env.CXXFLAGS ?? ''} -include '${join(ROOT, 'scripts', 'native', 'plain-object-wrap.h')}'`,
      };

/** What the installed packages depend on: the lock file, this Node's binary interface, and the machine. */
function wantedStamp() {
  const hash = createHash('sha256');
  for (const name of ['package.json', 'package-lock.json']) {
    hash.update(existsSync(join(ROOT, name)) ? relevantText(name) : 'absent');
  }
  return `${hash.digest('hex')} ${process.versions.modules} ${process.platform} ${process.arch}`;
}

/** Of package.json only what decides the packages: a new script must not install anything. */
function relevantText(name) {
  const text = readFileSync(join(ROOT, name), 'utf8');
  if (name !== 'package.json') return text;
  const { dependencies, devDependencies, overrides, allowScripts } = JSON.parse(text);
  return JSON.stringify([dependencies, devDependencies, overrides, allowScripts]);
}

/** Installs the packages when they are missing, other than the lock file says, or built for another Node. */
export async function ensureInstalled(progress) {
  if (isInstalled()) return;
  await progress.step('Installing packages, minutes the first time', async (detail) => {
    let fetched = 0;
    await runQuietly([findNpm(), 'install', '--include=dev', '--no-audit', '--no-fund', '--loglevel=http'], {
      env: COMPILING,
      timeoutMs: INSTALL_TIMEOUT_MS,
      onLine(line) {
        if (!line.includes('http fetch GET 200')) return;
        fetched += 1;
        detail(`${fetched} fetched`);
      },
    });
  });
  if (!(await nativeModulesLoad())) {
    await progress.step(`Building native modules for Node ${process.versions.node}`, () =>
      runQuietly([findNpm(), 'rebuild', 'better-sqlite3', 'secp256k1'], {
        env: COMPILING,
        timeoutMs: REBUILD_TIMEOUT_MS,
      }),
    );
  }
  writeStamp(STAMP_FILE, wantedStamp());
}

/** Whether there is nothing to install. */
export function isInstalled() {
  return readStamp(STAMP_FILE) === wantedStamp();
}

async function nativeModulesLoad() {
  try {
    await runQuietly(['-e', NATIVE_PROBE], { timeoutMs: PROBE_TIMEOUT_MS });
    return true;
  } catch (error) {
    if (error instanceof StepError) return false;
    throw error;
  }
}
