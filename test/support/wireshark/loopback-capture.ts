import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Long enough to open an interface on a busy machine; whoever may not capture is told at once. */
const START_DEADLINE_MS = 20_000;
/** The newest packets reach the file a moment after they passed. */
const SETTLE_MS = 1_500;
const STOP_DEADLINE_MS = 20_000;

/** What the system itself records of the loopback interface, where dumpcap is installed and allowed to. */
export class LoopbackCapture {
  private constructor(
    private readonly folder: string,
    private readonly file: string,
    private readonly child: ChildProcess,
  ) {}

  /** Records these TCP ports; undefined where that cannot be done. */
  static async start(ports: readonly number[]): Promise<LoopbackCapture | undefined> {
    const folder = mkdtempSync(join(tmpdir(), 'cheese-capture-'));
    const file = join(folder, 'capture.pcap');
    const filter = ports.map((port) => `tcp port ${port}`).join(' or ');
    const options = ['-q', '-P', '-i', process.platform === 'linux' ? 'lo' : 'lo0', '-f', filter, '-w', file];
    const child = spawn('dumpcap', options, { stdio: ['ignore', 'ignore', 'pipe'] });
    const runs = await new Promise<boolean>((resolve) => {
      let said = '';
      const timer = setTimeout(() => resolve(false), START_DEADLINE_MS);
      const settle = (value: boolean): void => {
        clearTimeout(timer);
        resolve(value);
      };
      child.once('error', () => settle(false));
      child.once('exit', () => settle(false));
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        if (said.includes('File:')) settle(true);
      });
    });
    const capture = new LoopbackCapture(folder, file, child);
    if (runs) return capture;
    await capture.end();
    return undefined;
  }

  /** Ends it; gives the capture as pcap. */
  async bytes(): Promise<Buffer> {
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    try {
      await this.exit('SIGINT');
      return readFileSync(this.file);
    } finally {
      await this.end();
    }
  }

  /** Ends it and forgets it; harmless when it has ended. */
  async end(): Promise<void> {
    await this.exit('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async exit(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS);
    await exited;
    clearTimeout(timer);
  }
}
