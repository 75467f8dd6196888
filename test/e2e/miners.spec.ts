import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testAddress } from '#test/keys';
import { freePort } from '#test/processes/free-port';
import { eventually, RunningPeer } from '#test/processes/running-peer';
import { StratumClient } from '#test/stratum/stratum-client';

const recipient = testAddress(9);
const PAGE = new URL('../../docs/mining.md', import.meta.url);

describe('a peer that others mine for', () => {
  let folder: string;
  let peer: RunningPeer;
  let port: number;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cheese-miners-'));
    port = await freePort();
    peer = await RunningPeer.start(join(folder, 'peer'), { CHEESE_STRATUM_PORT: String(port) });
  });
  afterAll(async () => {
    await peer.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  it('serves Stratum, tells of its workers in API and metrics, and pays them', async () => {
    const client = await StratumClient.connect(port);
    await client.begin(`${recipient}.rig`);
    expect(await client.submit(`${recipient}.rig`, await client.findShare())).toMatchObject({ result: true });
    expect(await peer.balanceOf(recipient)).toBe(5_000_000_000);
    const { workers } = await peer.client.get('/v1/mining');
    expect(workers).toMatchObject([{ name: `${recipient}.rig`, recipient, accepted: 1, blocksFound: 1 }]);
    const metrics = await (await fetch(`${peer.http}/metrics`)).text();
    expect(metrics).toContain('cheesechain_stratum_workers 1');
    expect(metrics).toContain('cheesechain_stratum_shares_total{result="accepted"} 1');
    client.close();
  });

  it('takes the block of the miner that the documentation shows', async () => {
    const code = readFileSync(PAGE, 'utf8').split('```js\n')[1]?.split('```')[0] ?? '';
    const script = join(folder, 'miner.mjs');
    writeFileSync(script, code);
    const token = readFileSync(join(folder, 'peer', 'api-token'), 'utf8').trim();
    const { height } = await peer.chain();
    const env = { PATH: process.env['PATH'], PEER: peer.http, TOKEN: token, RECIPIENT: recipient };
    const miner = spawn(process.execPath, [script], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    miner.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    await once(miner, 'close');
    expect(output).toMatch(/^201 /);
    expect((await peer.chain()).height).toBe(height + 1);
  });

  it('stops cleanly with miners connected, and says so when the port is taken', async () => {
    const client = await StratumClient.connect(port);
    await client.begin(recipient);
    expect(await peer.stop()).toBe(0);
    await eventually(async () => client.closed);
    await peer.startAgain();
    const other = RunningPeer.start(join(folder, 'other'), { CHEESE_STRATUM_PORT: String(port) });
    await expect(other).rejects.toThrow(/The Stratum server cannot listen on .* CHEESE_STRATUM_PORT/);
  });
});
