import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const DIST = fileURLToPath(new URL('../../../dist/', import.meta.url));
/** Starting loads a few hundred modules: seconds on a busy machine. */
const READY_DEADLINE_MS = 60_000;
const STOP_DEADLINE_MS = 15_000;
const KEPT_CHARACTERS = 100_000;

/** One of our programs as a real process, built. It gets no `CHEESE_` variable but those given. */
export class Program {
  /** What it said on standard output and error, at most the newest part. */
  output = '';
  private readonly child: ChildProcess;
  private readonly exited: Promise<number | null>;

  /** @param stdout a file descriptor for its standard output, which is then not in {@link output} */
  constructor(name: 'peer' | 'tracker', settings: Readonly<Record<string, string>>, stdout: number | 'pipe' = 'pipe') {
    const inherited = Object.entries(process.env).filter(
      ([key]) => !key.startsWith('CHEESE_') && key !== 'NODE_OPTIONS',
    );
    this.child = spawn(process.execPath, [`${DIST}apps/${name}/src/main.js`], {
      env: { ...Object.fromEntries(inherited), ...settings },
      stdio: ['ignore', stdout, 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output = (this.output + text).slice(-KEPT_CHARACTERS);
      });
    }
    this.exited = once(this.child, 'exit').then(([code]) => code as number | null);
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Resolves when `/readyz` of this address says so; fails with the program's own words when it ends before. */
  async ready(http: string): Promise<void> {
    const end = performance.now() + READY_DEADLINE_MS;
    while (performance.now() < end) {
      if (!this.running) throw new Error(`the program ended before it was ready:\n${this.output}`);
      const answer = await fetch(`${http}/readyz`).catch(() => undefined);
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`not ready after ${READY_DEADLINE_MS} ms:\n${this.output}`);
  }

  /** Its exit code, when it ends by itself. */
  async exitCode(): Promise<number | null> {
    return withDeadline(this.exited, READY_DEADLINE_MS, 'the program did not end');
  }

  /** Asks it to stop; gives its exit code. */
  async stop(): Promise<number | null> {
    if (this.running) this.child.kill('SIGTERM');
    return withDeadline(this.exited, STOP_DEADLINE_MS, 'the program did not stop when it was asked to');
  }

  /** Ends it at once, as a power cut does. */
  async kill(): Promise<void> {
    if (this.running) this.child.kill('SIGKILL');
    await this.exited;
  }
}

async function withDeadline<Value>(promise: Promise<Value>, ms: number, what: string): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} within ${ms} ms`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
