import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Most of what an engine is asked takes a second or two; on a loaded machine some more. */
const DEFAULT_TIMEOUT_MS = 60_000;
/** Kept of each stream: enough to see why a build failed. */
const MAX_KEPT_CHARACTERS = 16_384;

export interface RunOptions {
  readonly timeoutMs?: number;
  /** On top of this process's own environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** The command is a line for the system's shell, as a person would type it. */
  readonly shell?: boolean;
}

/**
 * Runs a command in the project's folder and gives its standard output. Throws with the end of both outputs when it
 * ends with anything but 0, cannot be started, or takes too long.
 */
export function runCommand(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const { timeoutMs = DEFAULT_TIMEOUT_MS, env = {}, input = '', shell = false } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args], {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: timeoutMs,
      shell,
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      stdout = (stdout + chunk).slice(-MAX_KEPT_CHARACTERS * 16);
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr = (stderr + chunk).slice(-MAX_KEPT_CHARACTERS);
    });
    child.stdin.on('error', () => undefined).end(input);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) resolve(stdout);
      else {
        const shown = `${stdout.slice(-MAX_KEPT_CHARACTERS)}\n${stderr}`.trim();
        reject(new Error(`${[command, ...args].join(' ')}\nended with ${signal ?? code}:\n${shown}`));
      }
    });
  });
}
