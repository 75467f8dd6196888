import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from './root.mjs';
import { StepError } from './run.mjs';

const LOCK_FILE = join(ROOT, '.cache', 'set-up.lock');
const POLL_INTERVAL_MS = 200;
/** A first install over a slow line takes minutes; what takes longer than this has hung. */
const WAIT_TIMEOUT_MS = 20 * 60_000;

/** Runs set-up work while no other command does: two at once would write the same files. */
export async function exclusively(work, onWait) {
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  const deadline = performance.now() + WAIT_TIMEOUT_MS;
  let told = false;
  while (!tryLock()) {
    if (!told) onWait();
    told = true;
    if (performance.now() > deadline) {
      throw new StepError(`Another command has been setting up for too long; if none is running, remove ${LOCK_FILE}`);
    }
    await sleep(POLL_INTERVAL_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(LOCK_FILE, { force: true });
  }
}

function tryLock() {
  try {
    writeFileSync(LOCK_FILE, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (!holderIsAlive()) rmSync(LOCK_FILE, { force: true });
    return false;
  }
}

function holderIsAlive() {
  try {
    // After a power cut its number may be another's.
    if (statSync(LOCK_FILE).mtimeMs < Date.now() - uptime() * 1_000) return false;
    const pid = Number(readFileSync(LOCK_FILE, 'utf8'));
    // Between creating the file and writing the number there is a moment without one.
    if (!(pid > 0)) return true;
    process.kill(pid, 0);
    return pid !== process.pid;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
