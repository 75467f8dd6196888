import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { freePort } from '#test/processes/free-port';
import { RunningPeer } from '#test/processes/running-peer';
import type { Check } from './check.ts';
import { checkNode } from './check-machine.ts';
import { checkClock } from './check-network.ts';

/** What `bin/cheesechain.mjs` runs when everything is set up. */
const MAIN = new URL('../../../../dist/apps/cli/src/main.js', import.meta.url).href;
const COMMAND = `import { main } from ${JSON.stringify(MAIN)}; process.exitCode = await main(process.argv.slice(1));`;

interface Diagnosis {
  readonly ok: boolean;
  readonly checks: readonly Check[];
}

let folder: string;
let dataDir: string;
let ports: Record<string, string>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cheese doctor '));
  dataDir = join(folder, 'peer');
  ports = { CHEESE_HTTP_PORT: String(await freePort()), CHEESE_P2P_PORT: String(await freePort()) };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function doctor(settings: Readonly<Record<string, string>> = {}, args: readonly string[] = ['--json']) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', COMMAND, '--', 'doctor', ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], CHEESE_DATA_DIR: dataDir, ...ports, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code: code as number, stdout, stderr };
}

async function diagnose(settings: Readonly<Record<string, string>> = {}) {
  const { code, stdout } = await doctor(settings);
  const { ok, checks } = JSON.parse(stdout) as Diagnosis;
  const outcome = (name: string) => checks.find((check) => check.name === name)?.outcome;
  const findings = checks.map(({ name, finding }) => `${name}: ${finding}`).join('\n');
  return { code, ok, checks, outcome, findings };
}

/** A real peer; the doctor is told of its ports. */
async function startPeer(path: string): Promise<RunningPeer> {
  const peer = await RunningPeer.start(path);
  ports = { CHEESE_HTTP_PORT: portOf(peer.http), CHEESE_P2P_PORT: portOf(peer.tcp) };
  return peer;
}

function portOf(address: string): string {
  return address.slice(address.lastIndexOf(':') + 1);
}

async function listener(port: number): Promise<Server> {
  const server = createServer((socket) => socket.destroy()).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

describe('the doctor', () => {
  it('finds nothing wrong before the first start, and leaves nothing behind', async () => {
    const { code, ok, checks } = await diagnose();
    expect([code, ok, checks.filter(({ outcome }) => outcome === 'fail')]).toEqual([0, true, []]);
    expect(existsSync(dataDir)).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  }, 60_000);

  it('finds a running peer well, its ports its own, and says that it is alone', async () => {
    const peer = await startPeer(dataDir);
    try {
      const { code, outcome, findings } = await diagnose();
      expect([code, findings]).toEqual([0, expect.stringContaining('peer: It runs and is ready.')]);
      expect([outcome('http-port'), outcome('p2p-port'), outcome('database'), outcome('peers')]).toEqual([
        'ok',
        'ok',
        'ok',
        'warn',
      ]);
    } finally {
      await peer.stop();
    }
    const stopped = await diagnose();
    expect([stopped.code, stopped.outcome('database'), stopped.outcome('secret-files')]).toEqual([0, 'ok', 'ok']);
  }, 120_000);

  it('names ports that other programs have, with the variable to change', async () => {
    const server = await listener(Number(ports['CHEESE_P2P_PORT']));
    const { code, checks } = await diagnose();
    expect(code).toBe(1);
    const failed = checks.filter(({ outcome }) => outcome === 'fail');
    expect(failed).toEqual([
      expect.objectContaining({ name: 'p2p-port', advice: expect.stringContaining('_P2P_PORT') }),
    ]);
    server.close();
  }, 60_000);

  it('knows another peer at its port for another', async () => {
    const peer = await startPeer(join(folder, 'other'));
    mkdirSync(dataDir, { mode: 0o700 });
    try {
      const { code, outcome } = await diagnose();
      expect([code, outcome('peer'), outcome('http-port')]).toEqual([1, 'fail', 'fail']);
    } finally {
      await peer.stop();
    }
  }, 120_000);

  it('names secrets that others may read, and a folder that they may look into', async () => {
    mkdirSync(dataDir);
    chmodSync(dataDir, 0o755);
    for (const [file, mode] of [
      ['wallet.key', 0o644],
      ['api-token', 0o600],
    ] as const) {
      writeFileSync(join(dataDir, file), 'x');
      chmodSync(join(dataDir, file), mode);
    }
    const { code, checks } = await diagnose();
    expect(code).toBe(1);
    expect(checks).toContainEqual(expect.objectContaining({ name: 'data-directory', outcome: 'warn' }));
    const secrets = checks.find(({ name }) => name === 'secret-files');
    expect([secrets?.outcome, secrets?.advice]).toEqual(['fail', expect.stringMatching(/chmod 600 .*wallet\.key/)]);
    expect(secrets?.finding).not.toContain('api-token');
  }, 60_000);

  it('finds a damaged store, and a file that is none', async () => {
    const peer = await startPeer(dataDir);
    await peer.makeWallet();
    await peer.mine(3);
    await peer.stop();
    const path = join(dataDir, 'chain.sqlite');
    const file = openSync(path, 'r+');
    for (let page = 3; page < 8; page++) writeSync(file, Buffer.alloc(512, 0xa5), 0, 512, page * 8192);
    const damaged = await diagnose();
    expect([damaged.code, damaged.outcome('database')]).toEqual([1, 'fail']);
    writeFileSync(path, 'no database at all, but long enough to be looked at'.repeat(200));
    const foreign = await diagnose();
    expect([foreign.code, foreign.outcome('database')]).toEqual([1, 'fail']);
  }, 120_000);

  it('says which trackers and fixed peers nobody answers for', async () => {
    const server = await listener(0);
    const address = server.address();
    const there = typeof address === 'object' && address !== null ? `127.0.0.1:${address.port}` : '';
    const gone = `127.0.0.1:${await freePort()}`;
    const { code, outcome, findings } = await diagnose({ CHEESE_TRACKERS: `${there},${gone}`, CHEESE_PEERS: gone });
    expect([code, outcome('trackers'), outcome('fixed-peers')]).toEqual([1, 'warn', 'fail']);
    expect(findings).toContain(`trackers: Nobody answers at ${gone}.`);
    server.close();
  }, 60_000);

  it('ends with 2 when the configuration cannot be right', async () => {
    const { code, stdout, stderr } = await doctor({ CHEESE_P2P_PORT: 'many' });
    expect([code, stdout]).toEqual([2, '']);
    expect(JSON.parse(stderr)).toMatchObject({ error: { message: expect.stringContaining('CHEESE_P2P_PORT') } });
  }, 60_000);

  it('speaks to people in lines, each with its outcome', async () => {
    const { code, stdout } = await doctor({}, []);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^✓ ok {3}version +cheesechain \d/);
  }, 60_000);
});

describe('single checks', () => {
  it('know which Node is too old', () => {
    expect(checkNode('20.18.9').outcome).toBe('fail');
    expect(checkNode('18.20.0').outcome).toBe('fail');
    expect(checkNode('20.19.0').outcome).toBe('ok');
    expect(checkNode('24.1.0').outcome).toBe('ok');
  });

  it.each([
    [undefined, 'ok'],
    [30, 'ok'],
    [-1_000, 'warn'],
    [4_000, 'fail'],
  ] as const)('judge a clock that is %s seconds off: %s', (clockOffsetSeconds, outcome) => {
    const peer = { version: '0.1.0', peers: 1, trackers: [], unready: undefined, clockOffsetSeconds };
    expect(checkClock(peer).outcome).toBe(outcome);
  });
});
