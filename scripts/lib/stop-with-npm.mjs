import { readFileSync } from 'node:fs';

/** Reading who is whose parent costs next to nothing, and whoever killed npm may start it again at once. */
const CHECK_INTERVAL_MS = 200;

/**
 * Under `npm run`, stops this process (as SIGTERM would) when npm is gone: whoever kills npm means what npm runs.
 * Typed into a shell directly, a command may well outlive its shell.
 */
export function stopWithNpm() {
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return;
  const ancestors = parentAndGrandparent();
  const timer = setInterval(() => {
    if (parentAndGrandparent() === ancestors) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, CHECK_INTERVAL_MS);
  timer.unref();
}

/** npm often runs a shell that runs us; where there is no /proc only that shell can be watched. */
function parentAndGrandparent() {
  const parent = process.ppid;
  try {
    const status = readFileSync(`/proc/${parent}/stat`, 'utf8');
    // The name in parentheses may hold anything; after it come the state and the parent's id.
    const grandparent = status.slice(status.lastIndexOf(')') + 2).split(' ')[1];
    return `${parent} ${grandparent}`;
  } catch {
    return String(parent);
  }
}
