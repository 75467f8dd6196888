import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { CliFailure } from '../cli-failure.ts';

/**
 * Runs a tracker or a peer in the foreground with these variables on top of the environment, its log on standard
 * error, until it ends; passes signals on. Throws a CliFailure when it ended with anything but 0.
 */
export async function runProgram(
  script: string,
  variables: Readonly<Record<string, string>>,
  whileRunning: (isRunning: () => boolean) => Promise<void>,
): Promise<void> {
  const child = spawn(process.execPath, ['--enable-source-maps', script], {
    env: { ...process.env, ...variables },
    stdio: ['ignore', process.stderr, process.stderr, 'ipc'],
    detached: process.platform !== 'win32',
  });
  const forward = (signal: NodeJS.Signals): void => {
    if (process.platform === 'win32') child.disconnect();
    else child.kill(signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, forward);
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
  let running = true;
  void ended.finally(() => {
    running = false;
  });
  const [code] = await Promise.all([ended, whileRunning(() => running)]);
  if (code !== 0) throw new CliFailure(code === 2 ? 2 : 1, 'program-ended', `The program ended with code ${code}.`);
}
