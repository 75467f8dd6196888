import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { ROOT } from './root.mjs';

/** Output that is only kept for the case of failure: more than this nobody reads. */
const MAX_KEPT_OUTPUT_CHARACTERS = 64 * 1024;

/** A step that failed for a reason that is already told in its message: no stack trace helps the reader. */
export class StepError extends Error {}

/**
 * Runs Node on a script, or another command, and waits. Quiet: the output is kept and becomes the message of the
 * StepError when it fails.
 *
 * @param {(line: string) => void} [onLine] gets every line as it comes
 */
export function runQuietly(args, { command = process.execPath, env = process.env, onLine = () => {}, timeoutMs }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
    });
    let kept = '';
    let partial = '';
    const collect = (chunk) => {
      kept = (kept + chunk).slice(-MAX_KEPT_OUTPUT_CHARACTERS);
      const lines = (partial + chunk).split('\n');
      partial = lines.pop().slice(-MAX_KEPT_OUTPUT_CHARACTERS);
      for (const line of lines) onLine(line);
    };
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    const forward = forwardSignals(child);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      forward.stop();
      if (code === 0) resolve(kept);
      else reject(new StepError(`${kept.trim()}\n(ended with ${signal ?? `code ${code}`})`));
    });
  });
}

/** Runs Node on a script with this terminal and gives its exit code. */
export function runVisibly(args, { env = process.env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: 'inherit' });
    const forward = forwardSignals(child);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      forward.stop();
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}

/** Whoever asks the script to stop means the program that it runs. */
function forwardSignals(child) {
  const forward = (signal) => child.kill(signal);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, forward);
  return {
    stop() {
      for (const signal of signals) process.off(signal, forward);
    },
  };
}
