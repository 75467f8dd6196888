import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiTokenFile, readApiToken, readOrCreateApiToken } from './api-token.ts';
import { claimDataDirectory } from './claim-data-directory.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cheese data '));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function claimed(slots = false) {
  const claim = await claimDataDirectory(folder, { slots, timeoutMs: 0 });
  if (!claim.ok) throw new Error(claim.refusal.code);
  return claim.value;
}

/** Another process that holds the directory's lock until it is killed. */
async function holder(): Promise<ChildProcess> {
  const sqlite = createRequire(import.meta.url).resolve('better-sqlite3');
  const code = `new (require(${JSON.stringify(sqlite)}))(process.argv[1]).exec('BEGIN EXCLUSIVE');
    process.stdout.write('held'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['-e', code, join(folder, 'in-use.lock')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

describe('a data directory', () => {
  it('is used by one process at a time', async () => {
    const claim = await claimed();
    expect(await claimDataDirectory(folder, { slots: false, timeoutMs: 0 })).toMatchObject({
      ok: false,
      refusal: { code: 'data-directory-in-use' },
    });
    claim.release();
    (await claimed()).release();
  });

  it('is free again as soon as a process that used it was killed', async () => {
    const child = await holder();
    const wait = claimDataDirectory(folder, { slots: false });
    child.kill('SIGKILL');
    const claim = await wait;
    expect(claim.ok).toBe(true);
    if (claim.ok) claim.value.release();
  });

  it('gives each process that shares it the first free slot', async () => {
    const first = await claimed(true);
    const second = await claimed(true);
    expect([first.path, second.path]).toEqual([join(folder, 'slot-1'), join(folder, 'slot-2')]);
    first.release();
    const third = await claimed(true);
    expect(third.path).toBe(join(folder, 'slot-1'));
    second.release();
    third.release();
  });

  it('is refused where it cannot be made', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expect(await claimDataDirectory(join(file, 'below'), { slots: false })).toMatchObject({
      ok: false,
      refusal: { code: 'data-directory-unusable' },
    });
  });
});

describe('an access token', () => {
  it('is made once, readable by its owner alone', () => {
    const first = readOrCreateApiToken(folder);
    expect(first).toEqual(readOrCreateApiToken(folder));
    expect(first.ok && first.value).toBe(readApiToken(folder));
    expect(statSync(apiTokenFile(folder)).mode & 0o777).toBe(0o600);
  });

  it('is refused, not replaced, when its file is damaged', () => {
    writeFileSync(apiTokenFile(folder), 'two words\n');
    expect(readOrCreateApiToken(folder)).toMatchObject({ ok: false, refusal: { code: 'api-token-damaged' } });
    expect(readApiToken(folder)).toBeUndefined();
  });

  it('is refused where it cannot be written', () => {
    expect(readOrCreateApiToken(join(folder, 'absent'))).toMatchObject({
      ok: false,
      refusal: { code: 'data-directory-unusable' },
    });
  });
});
