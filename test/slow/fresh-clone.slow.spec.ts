import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { freePort } from '#test/processes/free-port';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const READY_TIMEOUT_MS = 120_000;
/** From the base on: two of the tracker, and from the tenth on two of each of three peers. */
const LOCAL_NETWORK_PORTS = 16;

/** What a clone of this state would hold, in a folder whose path has spaces and letters of other languages. */
let clone: string;
beforeAll(() => {
  clone = join(mkdtempSync(join(tmpdir(), 'cheese-clone-')), 'my käse chain');
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT });
  for (const path of listed
    .toString('utf8')
    .split('\0')
    .filter((name) => name !== '' && existsSync(join(ROOT, name)))) {
    mkdirSync(join(clone, dirname(path)), { recursive: true });
    copyFileSync(join(ROOT, path), join(clone, path));
  }
  // Compiling native modules takes minutes, and the run over all has just done it in a clone of its own. Without the
  // note that they are installed, npm is asked all the same.
  linkFolder(join(ROOT, 'node_modules'), join(clone, 'node_modules'));
  rmSync(join(clone, 'node_modules', '.cheesechain-installed'), { force: true });
});
afterAll(() => {
  rmSync(dirname(clone), { recursive: true, force: true });
});

/** A copy whose files share their content with the original's: npm replaces files, it does not write into them. */
function linkFolder(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkFolder(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else if (entry.name.startsWith('.')) copyFileSync(source, target);
    else linkOrCopy(source, target);
  }
}

/** A temporary folder on another disk takes no links. */
function linkOrCopy(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch {
    copyFileSync(source, target);
  }
}

/** npm as a user types it: nothing of the surrounding test run in its environment. */
function npm(args: readonly string[]): ChildProcess & { stdout: NodeJS.ReadableStream; stderr: NodeJS.ReadableStream } {
  const { PATH, HOME, npm_config_registry, npm_config_cache } = process.env;
  return spawn('npm', [...args], {
    cwd: clone,
    env: Object.fromEntries(
      Object.entries({ PATH, HOME, npm_config_registry, npm_config_cache }).filter(([, value]) => value !== undefined),
    ),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  }) as ChildProcess & { stdout: NodeJS.ReadableStream; stderr: NodeJS.ReadableStream };
}

async function npmToTheEnd(args: readonly string[]) {
  const child = npm(args);
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code: code as number | null, stdout, stderr, lastLine: stdout.trimEnd().split('\n').at(-1) };
}

describe('a fresh clone with only Node present', () => {
  it('installs and builds what is missing when it is tested, and shows that it does', async () => {
    const { code, stderr, lastLine } = await npmToTheEnd(['test', '--', 'libs/adapters/src/configuration']);
    expect(stderr).toContain('Installing packages');
    expect(stderr).toContain('Compiling the programs');
    expect({ code, lastLine }).toEqual({ code: 0, lastLine: expect.stringMatching(/^[1-9]\d* passed, 0 failed$/) });
  });

  it('does nothing twice', async () => {
    const { code, stdout, stderr } = await npmToTheEnd(['run', '--silent', 'build']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '1 passed, 0 failed\n' });
    expect(stderr).not.toMatch(/Installing|Compiling|Building/);
  });

  it('counts a failing run as such', async () => {
    const { code, lastLine } = await npmToTheEnd(['test', '--', 'no/such/test']);
    expect({ code, lastLine }).toEqual({ code: 1, lastLine: '0 passed, 1 failed' });
  });

  it('starts a network that says one line of JSON, and stops it with npm', async () => {
    const child = npm([
      'start',
      '--silent',
      '--',
      '--json',
      '--port-base',
      String(await freePort(LOCAL_NETWORK_PORTS)),
    ]);
    let stdout = '';
    const closed = once(
      child.stdout.on('data', (chunk) => (stdout += String(chunk))),
      'close',
    );
    const stderr = text(child.stderr);
    try {
      await waitFor(() => stdout.includes('\n') || child.exitCode !== null, READY_TIMEOUT_MS);
      if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}: ${await stderr}`);
      process.kill(-(child.pid as number), 'SIGTERM');
      await closed;
    } finally {
      if (child.exitCode === null && child.signalCode === null) process.kill(-(child.pid as number), 'SIGKILL');
    }
    expect(await stderr).toContain('Everything has stopped');
    expect(JSON.parse(stdout)).toMatchObject({ ready: true, peers: [{ token: expect.any(String) }, {}, {}] });
  });
});

async function waitFor(condition: () => boolean, timeoutMs: number): Promise<void> {
  const deadlineMs = performance.now() + timeoutMs;
  while (!condition() && performance.now() < deadlineMs) await new Promise((resolve) => setTimeout(resolve, 50));
}
