import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { TrackerSchemas } from '#client/tracker-types';
import { freePort } from '#test/processes/free-port';
import { Program } from '#test/processes/program';
import { eventually } from '#test/processes/running-peer';
import { type RunningTracker, TestNetwork } from '#test/processes/test-network';

/** A device that refuses every byte as a full disk does. */
const FULL_DISK = '/dev/full';

describe('a tracker as a process', () => {
  let network: TestNetwork;

  beforeEach(() => {
    network = new TestNetwork();
  });

  afterEach(() => network.close());

  const listOf = ({ client }: RunningTracker): Promise<TrackerSchemas['ListedPeersView']> => client.get('/v1/peers');

  const settings = async (): Promise<Record<string, string>> => ({
    CHEESE_DATA_DIR: network.folderOf('tracker'),
    CHEESE_HTTP_PORT: String(await freePort()),
    CHEESE_P2P_PORT: String(await freePort()),
  });

  it('answers probes, lists peers over HTTP with where they listen, and shows its figures', async () => {
    const tracker = await network.tracker();
    expect((await fetch(`${tracker.http}/healthz`)).status).toBe(200);
    expect(await listOf(tracker)).toEqual({ peers: [], next: null });
    const peer = await network.peer('one', { CHEESE_TRACKERS: tracker.tcp });
    await eventually(async () => (await listOf(tracker)).peers.length === 1);
    const [listed] = (await listOf(tracker)).peers;
    const lastSeen = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/);
    const id = expect.stringMatching(/^[0-9a-f]{64}$/);
    expect(listed).toEqual({
      id,
      host: '127.0.0.1',
      port: Number(peer.tcp.split(':')[1]),
      agent: expect.any(String),
      height: 0,
      lastSeen,
    });
    const metrics = await (await fetch(`${tracker.http}/metrics`)).text();
    expect(metrics).toContain('cheesechain_tracker_listed_peers 1');
    expect(metrics).toContain('cheesechain_tracker_dial_backs_total{code="met"} 1');
    await peer.kill();
    await eventually(async () => (await listOf(tracker)).peers.length === 0);
  }, 120_000);

  it('refuses a list that is asked for wrongly, and a foreign name for itself', async () => {
    const tracker = await network.tracker();
    for (const query of ['limit=0', 'limit=1001', 'before=x', 'colour=blue']) {
      const answer = await fetch(`${tracker.http}/v1/peers?${query}`);
      expect([query, answer.status]).toEqual([query, 400]);
      expect(await answer.json()).toMatchObject({ code: 'request-invalid' });
    }
    expect((await fetch(`${tracker.http}/v1/chain`)).status).toBe(404);
    const foreign = request(`${tracker.http}/v1/peers`, { headers: { host: 'evil.example' } }).end();
    const [answer] = (await once(foreign, 'response')) as [IncomingMessage];
    expect(answer.statusCode).toBe(403);
    answer.resume();
  }, 60_000);

  it('stops with 0 when it is asked to', async () => {
    const tracker = await network.tracker();
    expect(await tracker.program.stop()).toBe(0);
  }, 60_000);

  const onLinux = existsSync(FULL_DISK) ? it : it.skip;
  onLinux(
    'runs on and stops as ever when its log has no room',
    async () => {
      const log = openSync(FULL_DISK, 'w');
      const own = await settings();
      const tracker = new Program('tracker', own, log);
      closeSync(log);
      try {
        await tracker.ready(`http://127.0.0.1:${own['CHEESE_HTTP_PORT']}`);
        expect(await tracker.stop()).toBe(0);
        expect(tracker.output).toBe('');
      } finally {
        await tracker.kill();
      }
    },
    120_000,
  );

  it('that was killed starts again with its identity, and finds its peers again', async () => {
    const tracker = await network.tracker();
    const peer = await network.peer('one', { CHEESE_TRACKERS: tracker.tcp });
    await eventually(async () => (await listOf(tracker)).peers.length === 1);
    const read = (file: string): string => readFileSync(join(network.folderOf('tracker'), file), 'utf8');
    const identity = read('identity.json');
    await eventually(async () => read('registry.json').includes('127.0.0.1'));
    await tracker.program.kill();
    const again = await network.tracker(tracker.ports);
    expect(read('identity.json')).toBe(identity);
    await eventually(async () => (await listOf(again)).peers.length === 1);
    expect(peer.output).not.toContain('"level":"error"');
  }, 120_000);

  it('names every variable that is wrong', async () => {
    const tracker = new Program('tracker', { CHEESE_MAX_PEERS: 'all', CHEESE_P2P_PROT: '9999' });
    expect(await tracker.exitCode()).toBe(2);
    expect(tracker.output).toContain('CHEESE_MAX_PEERS got "all"');
    expect(tracker.output).toContain('CHEESE_P2P_PORT');
  }, 60_000);

  it('says which variable changes a port that is in use, for either of its doors', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as { port: number };
    for (const variable of ['CHEESE_HTTP_PORT', 'CHEESE_P2P_PORT']) {
      const tracker = new Program('tracker', { ...(await settings()), [variable]: String(port) });
      expect(await tracker.exitCode()).toBe(2);
      expect(tracker.output).toContain(variable);
    }
    taken.close();
  }, 120_000);

  it('leaves a damaged registry as it is, and says so', async () => {
    const folder = network.folderOf('tracker');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'registry.json'), 'no peers here');
    const tracker = new Program('tracker', await settings());
    expect(await tracker.exitCode()).toBe(2);
    expect(tracker.output).toContain('registry-damaged');
    expect(readFileSync(join(folder, 'registry.json'), 'utf8')).toBe('no peers here');
  }, 60_000);
});
