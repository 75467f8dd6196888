import { type ChildProcess, spawn } from 'node:child_process';
import { LogFile } from './log-file.ts';
import type { ProgramPlan } from './plan.ts';

/** The programs bound their own stopping to eight seconds; after this they are killed. */
const STOP_TIMEOUT_MS = 10_000;

/** How a program ended. */
export interface ProgramEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly lastLines: readonly string[];
}

/** One tracker or peer as a real process of its own. */
export class Program {
  readonly plan: ProgramPlan;
  readonly #log: LogFile;
  readonly #child: ChildProcess;
  /** Settles when the process has ended, however it did. */
  readonly ended: Promise<ProgramEnd>;

  /** Starts it. */
  constructor(plan: ProgramPlan, environment: NodeJS.ProcessEnv) {
    this.plan = plan;
    this.#log = new LogFile(plan.logFile);
    this.#child = spawn(process.execPath, ['--enable-source-maps', plan.script], {
      env: { ...environment, ...plan.variables },
      // The channel is what tells it that its starter is gone, even when that was killed.
      stdio: ['ignore', this.#log.descriptor, this.#log.descriptor, 'ipc'],
      // A group of its own: Ctrl-C reaches the starter alone, which then stops its programs in order.
      detached: process.platform !== 'win32',
    });
    this.ended = new Promise((resolve) => {
      const end = (code: number | null, signal: NodeJS.Signals | null): void => {
        const lastLines = this.#log.lastLines();
        this.#log.close();
        resolve({ code, signal, lastLines });
      };
      this.#child.once('exit', end);
      this.#child.once('error', () => end(null, null));
    });
  }

  /** Asks it to stop, and kills it when it does not within ten seconds. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const killer = setTimeout(() => this.kill(), STOP_TIMEOUT_MS);
    // Windows has no SIGTERM that a program could handle; there the closed channel is the request.
    if (process.platform === 'win32') this.#child.disconnect();
    else this.#child.kill('SIGTERM');
    await this.ended;
    clearTimeout(killer);
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}
