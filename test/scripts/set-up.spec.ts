import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const SCRIPTS = fileURLToPath(new URL('../../scripts', import.meta.url));

let project: string;
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'cheese project '));
  cpSync(SCRIPTS, join(project, 'scripts'), { recursive: true });
  writeFileSync(join(project, 'package.json'), JSON.stringify({ engines: { node: '>=20.19' } }));
});
afterEach(() => {
  rmSync(project, { recursive: true });
});

/** Runs a piece of a script that uses the copied library, from a folder that is not the project's. */
function run(code: string) {
  return spawnSync(process.execPath, ['--input-type=module', '-e', code], { cwd: tmpdir(), encoding: 'utf8' });
}

function library(name: string): string {
  return JSON.stringify(`file://${encodeURI(join(project, 'scripts', 'lib', name))}`);
}

describe('the fingerprint of what something is built from', () => {
  const fingerprint = (): string =>
    run(
      `import { fingerprintOf } from ${library('fingerprint.mjs')};
       process.stdout.write(fingerprintOf(['src', 'absent'], (path) => !path.endsWith('.spec.ts')));`,
    ).stdout;
  const source = (name: string): string => join(project, 'src', name);

  it('stays while nothing changes, and changes with every file that is added, written or removed', () => {
    mkdirSync(join(project, 'src'));
    writeFileSync(source('a.ts'), 'one');
    const first = fingerprint();
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(fingerprint()).toBe(first);
    writeFileSync(source('a.spec.ts'), 'a test is not built');
    expect(fingerprint()).toBe(first);
    writeFileSync(source('b.ts'), 'two');
    const second = fingerprint();
    utimesSync(source('a.ts'), 1, 1);
    const third = fingerprint();
    rmSync(source('b.ts'));
    const fourth = fingerprint();
    expect(new Set([first, second, third, fourth]).size).toBe(4);
  });
});

describe('two commands that set up at once', () => {
  /** A command that sets up until its standard input ends, and tells what it does in words. */
  function settingUp(log: string[]) {
    const code = `import { exclusively } from ${library('exclusively.mjs')};
      await exclusively(async () => {
        process.stdout.write('in ');
        for await (const _ of process.stdin);
        process.stdout.write('out ');
      }, () => process.stdout.write('waits '));`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => log.push(...chunk.trim().split(' ')));
    return child;
  }

  it('do so one after the other, and tell the second that it waits', async () => {
    const log: string[] = [];
    const first = settingUp(log);
    await once(first.stdout, 'data');
    const second = settingUp(log);
    await once(second.stdout, 'data');
    expect(log).toEqual(['in', 'waits']);
    const ended = [once(first, 'close'), once(second, 'close')];
    first.stdin.end();
    second.stdin.end();
    await Promise.all(ended);
    expect(log).toEqual(['in', 'waits', 'out', 'in', 'out']);
  });

  it('do not wait for one that was killed', () => {
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    mkdirSync(join(project, '.cache'));
    writeFileSync(join(project, '.cache', 'set-up.lock'), String(gone));
    const { stdout } = run(
      `import { exclusively } from ${library('exclusively.mjs')};
       process.stdout.write(await exclusively(async () => 'done', () => {}));`,
    );
    expect(stdout).toBe('done');
  });

  it('do not wait for one from before the machine was started, though its number is another’s now', () => {
    mkdirSync(join(project, '.cache'));
    const lock = join(project, '.cache', 'set-up.lock');
    writeFileSync(lock, String(process.pid));
    utimesSync(lock, 1, 1);
    const { stdout } = run(
      `import { exclusively } from ${library('exclusively.mjs')};
       setTimeout(() => process.exit(1), 10_000).unref();
       process.stdout.write(await exclusively(async () => 'done', () => {}));`,
    );
    expect(stdout).toBe('done');
  });
});

describe('a Node that is too old', () => {
  it('is told what it needs before anything else happens', async () => {
    writeFileSync(join(project, 'package.json'), JSON.stringify({ engines: { node: '>=99.1' } }));
    const child = spawn(process.execPath, [join(project, 'scripts', 'start.mjs')]);
    const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/needs Node 99\.1 or newer; this is Node/);
  });
});

describe('the last line of a script', () => {
  const tally = (code: string) =>
    run(`import { passedAndFailed, readTally } from ${library('tally.mjs')}; ${code}`).stdout;

  it('says how much passed and failed, and is read back by the run over all', () => {
    expect(tally('passedAndFailed(3, 1)')).toBe('3 passed, 1 failed\n');
    expect(tally(`process.stdout.write(JSON.stringify(readTally('Tests: 9 passed\\n12 passed, 0 failed\\n')))`)).toBe(
      '{"passed":12,"failed":0}',
    );
    expect(tally(`process.stdout.write(String(readTally('it crashed')))`)).toBe('undefined');
  });
});

describe('the run over all', () => {
  it('goes on after a failure, counts over every script, and takes silence for a failure', () => {
    const say = (line: string, code: number): string => `node -e "console.log('${line}'); process.exit(${code})"`;
    writeFileSync(
      join(project, 'package.json'),
      JSON.stringify({
        engines: { node: '>=20.19' },
        scripts: { build: say('2 passed, 0 failed', 0), lint: say('1 passed, 2 failed', 1), test: say('crashed', 7) },
      }),
    );
    const { stdout, status } = spawnSync(process.execPath, [join(project, 'scripts', 'ci.mjs')], { encoding: 'utf8' });
    expect({ status, lastLine: stdout.trimEnd().split('\n').at(-1) }).toEqual({
      status: 1,
      lastLine: '3 passed, 3 failed',
    });
  });
});
