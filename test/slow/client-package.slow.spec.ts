import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from '#test/processes/running-peer';
import { TestNetwork } from '#test/processes/test-network';
// @ts-expect-error: a script, plain JavaScript
import { packClient } from '../../scripts/lib/client-package.mjs';
// @ts-expect-error: a script, plain JavaScript
import { findNpm } from '../../scripts/lib/find-npm.mjs';

const ROOT = process.cwd();
/** npm and the compiler take seconds; a busy machine takes many. */
const STEP_TIMEOUT_MS = 240_000;

/** What somebody writes who has the package and nothing else of ours. */
const PROGRAM = `
import { PeerClient } from '@cheesechain/client/peer-client';
import { PeerError } from '@cheesechain/client/peer-error';
import { TrackerClient } from '@cheesechain/client/tracker-client';

const [peer, token, tracker] = process.argv.slice(2);
const client = new PeerClient({ peer, token });
const { address } = await client.post('/v1/wallet', { body: {} });
const block = await client.post('/v1/mining/blocks', { timeoutMs: 60_000 });
const refused = await client.get('/v1/blocks/{which}', { params: { path: { which: '7' } } }).catch((error) => error);
const { peers } = await new TrackerClient({ tracker }).get('/v1/peers');
const outcome = { address, recipient: block.reward.recipient, refused: refused instanceof PeerError && refused.code };
console.log(JSON.stringify({ ...outcome, listed: peers.length }));
`;

/** What its compiler has to know and to find wrong. */
const TYPED = `
import type { Schemas } from '@cheesechain/client/operation-types';
import { PeerClient } from '@cheesechain/client/peer-client';
import { TrackerClient } from '@cheesechain/client/tracker-client';

export async function heightOf(peer: string): Promise<number> {
  const client = new PeerClient({ peer });
  const chain: Schemas['ChainView'] = await client.get('/v1/chain');
  // @ts-expect-error: there is no such path
  await client.get('/v1/cheese');
  // @ts-expect-error: a payment has a recipient
  await client.post('/v1/wallet/transactions', { body: { amount: 1 } });
  const { token } = await new TrackerClient({ tracker: peer }).post('/v1/join-tokens');
  // @ts-expect-error: a token is no number
  const wrong: number = token;
  return chain.height + wrong;
}
`;

describe('the client as an npm package', () => {
  let folder: string;
  let archive: string;
  let project: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cheese-package-'));
    archive = packClient(folder);
    project = join(folder, 'project');
    mkdirSync(project);
    writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'project', private: true, type: 'module' }));
    // What it depends on comes from here as well: the installation asks no registry, and no cache.
    const dependencies = await Promise.all(['openapi-fetch', 'openapi-typescript-helpers'].map(packInstalled));
    await npm(project, 'install', '--offline', '--no-audit', '--no-fund', '--ignore-scripts', archive, ...dependencies);
  }, STEP_TIMEOUT_MS);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function run(cwd: string, ...args: readonly string[]): Promise<string> {
    const env = { ...process.env, NODE_OPTIONS: '', npm_config_cache: join(folder, 'cache') };
    return (await promisify(execFile)(process.execPath, [...args], { cwd, env, timeout: STEP_TIMEOUT_MS })).stdout;
  }

  const npm = (cwd: string, ...args: readonly string[]): Promise<string> => run(cwd, findNpm(), ...args);

  async function packInstalled(name: string): Promise<string> {
    const from = join(ROOT, 'node_modules', name);
    const told = await npm(folder, 'pack', from, '--pack-destination', folder, '--json', '--ignore-scripts');
    return join(folder, (JSON.parse(told) as [{ filename: string }])[0].filename);
  }

  it('has code, declarations, a README and a licence; no tests, no maps, no alias of this repository', () => {
    const installed = join(project, 'node_modules', '@cheesechain', 'client');
    const files = readdirSync(installed);
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'peer-client.d.ts', 'peer-client.js']));
    expect(files.filter((name) => !/^(LICENSE|README\.md|package\.json|[a-z.-]+\.(js|d\.ts))$/.test(name))).toEqual([]);
    expect(files.filter((name) => name.includes('spec'))).toEqual([]);
    for (const name of files)
      expect(readFileSync(join(installed, name), 'utf8')).not.toMatch(/#client\/|\.ts';|\.map$/);
    expect(
      readdirSync(join(project, 'node_modules'))
        .filter((name) => !name.startsWith('.'))
        .sort(),
    ).toEqual(['@cheesechain', 'openapi-fetch', 'openapi-typescript-helpers']);
  });

  it('calls a running peer and a running tracker', async () => {
    const network = new TestNetwork();
    try {
      const tracker = await network.tracker();
      const peer = await network.peer('one', { CHEESE_TRACKERS: tracker.tcp });
      await eventually(async () => (await tracker.client.get('/v1/peers')).peers.length === 1);
      writeFileSync(join(project, 'program.mjs'), PROGRAM);
      const told = JSON.parse(await run(project, 'program.mjs', peer.http, peer.token, tracker.http));
      expect(told).toEqual({
        address: told.recipient,
        recipient: told.recipient,
        refused: 'block-not-found',
        listed: 1,
      });
      expect(told.address).toMatch(/^dcheese1/);
    } finally {
      await network.close();
    }
  });

  it.each(['NodeNext', 'Bundler'])('tells the compiler every path, parameter and answer (%s)', async (resolution) => {
    writeFileSync(join(project, 'typed.ts'), TYPED);
    const compilerOptions = {
      module: resolution === 'Bundler' ? 'ESNext' : resolution,
      moduleResolution: resolution,
      target: 'ES2023',
      lib: ['ES2023', 'DOM'],
      types: [],
      strict: true,
      noEmit: true,
    };
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['typed.ts'] }));
    const compiler = join(ROOT, 'node_modules', '@typescript', 'native', 'bin', 'tsc');
    const told = await run(project, compiler).catch((error: { stdout: string }) => error.stdout);
    expect(told).toBe('');
  });
});
