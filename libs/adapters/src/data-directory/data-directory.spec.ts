import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiTokenFile, readApiToken, readOrCreateApiToken } from './api-token.ts';
import { type ClaimedDirectory, type ClaimOptions, claimDataDirectory } from './claim-data-directory.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cheese data '));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function claimed(options: Partial<ClaimOptions> = {}) {
  const claim = await claimDataDirectory(folder, { slots: false, timeoutMs: 0, ...options });
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

  it('is refused where it cannot be made', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expect(await claimDataDirectory(join(file, 'below'), { slots: false })).toMatchObject({
      ok: false,
      refusal: { code: 'data-directory-unusable' },
    });
  });
});

describe('a data directory with slots', () => {
  const slot = (n: number) => join(folder, `slot-${n}`);
  /** Claims for these holders one after the other. */
  const shared = async (...holders: string[]) => {
    const claims: ClaimedDirectory[] = [];
    for (const holder of holders) claims.push(await claimed({ slots: true, holder }));
    return claims as [ClaimedDirectory, ClaimedDirectory, ClaimedDirectory];
  };
  /** Sets when a slot was claimed or let go; files of one test are otherwise written in one millisecond. */
  const usedAt = (n: number, seconds: number) => utimesSync(join(slot(n), 'holder'), seconds, seconds);

  it('gives each process that shares it one of its own', async () => {
    const claims = await shared('brie', 'comté', 'feta');
    expect(claims.map(({ path }) => path)).toEqual([slot(1), slot(2), slot(3)]);
    for (const claim of claims) claim.release();
  });

  it('gives a holder its own again, whatever else is free', async () => {
    const [brie, comté, feta] = await shared('brie', 'comté', 'feta');
    for (const claim of [feta, brie, comté]) claim.release();
    const [back] = await shared('feta');
    expect(back.path).toBe(slot(3));
    back.release();
  });

  it('gives those who come new the ones that were in use last', async () => {
    for (const claim of await shared('brie', 'comté', 'feta')) claim.release();
    usedAt(1, 300);
    usedAt(2, 100);
    usedAt(3, 200);
    const claims = await shared('gouda', 'ricotta', 'tilsit');
    expect(claims.map(({ path }) => path)).toEqual([slot(1), slot(3), slot(2)]);
    for (const claim of claims) claim.release();
  });

  it('notes when one was let go, not only when it was taken', async () => {
    const [brie, comté] = await shared('brie', 'comté');
    comté.release();
    usedAt(1, 100);
    usedAt(2, 200);
    brie.release();
    const [next] = await shared('gouda');
    expect(next.path).toBe(slot(1));
    next.release();
  });

  it('is refused when all are in use', async () => {
    const claims = await shared(...Array.from({ length: 256 }, (_, at) => `peer ${at}`));
    expect(await claimDataDirectory(folder, { slots: true })).toMatchObject({
      ok: false,
      refusal: { code: 'data-directory-slots-exhausted', slots: 256 },
    });
    for (const claim of claims) claim.release();
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
