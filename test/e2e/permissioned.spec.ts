import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { generateNodeIdentity } from '#adapters/tcp/node-identity';
import { TcpTransport } from '#adapters/tcp/tcp-transport';
import { createNetwork } from '#domain/network-params/network';
import { PRESETS } from '#domain/network-params/presets';
import { SILENT_LOG } from '#domain/primitives/log.port';
import { refused } from '#domain/primitives/result';
import { runCheesechain } from '#test/processes/run-cheesechain';
import { eventually, type RunningPeer } from '#test/processes/running-peer';
import { type RunningTracker, TestNetwork } from '#test/processes/test-network';

const { genesisHash } = createNetwork(PRESETS.devnet);
const EMPTY = new Uint8Array(0);

/** What a client without a ticket is answered when it greets the peer. */
async function greet(tcp: string): Promise<string> {
  const transport = new TcpTransport({ identity: generateNodeIdentity(), genesisHash, log: SILENT_LOG });
  await transport.start({
    opened: () => undefined,
    closed: () => undefined,
    oneWay: () => undefined,
    request: async () => refused({ code: 'command-not-served' }),
  });
  const [host = '', port] = tcp.split(':');
  const dialled = await transport.dial({ host, port: Number(port) }, undefined);
  if (!dialled.ok) throw new Error(dialled.refusal.code);
  const status = { height: 0, tipHash: genesisHash, totalWork: 0n };
  const greeting = { agent: 'client', listen: { host: '', port: 0 }, status, ticket: EMPTY, joinProof: EMPTY };
  const answer = await dialled.value.request('PCONNECT', greeting, 10_000);
  await transport.close();
  if (answer.ok) return answer.value.command;
  return answer.refusal.code === 'request-refused' ? answer.refusal.reason : answer.refusal.code;
}

describe('a network by invitation, as processes', () => {
  let network: TestNetwork;
  let tracker: RunningTracker;

  beforeEach(async () => {
    network = new TestNetwork();
    tracker = await network.tracker(undefined, 'tracker', { CHEESE_TRACKER_ADMISSION: 'token' });
  });

  afterEach(() => network.close());

  /** An order of the operator, from the command line. */
  const order = async (...words: readonly string[]): Promise<Record<string, unknown>> => {
    const where = ['--data', network.folderOf('tracker'), '--http-port', String(tracker.ports.http), '--json'];
    const { code, stdout, stderr } = await runCheesechain(['tracker', ...where, ...words]);
    if (code !== 0) throw new Error(stderr);
    return JSON.parse(stdout) as Record<string, unknown>;
  };
  const nodeOf = async (peer: RunningPeer) =>
    (await peer.client.get('/v1/node')) as { id: string; membership: unknown };
  /** Whether the address book that it keeps on disk names the other. */
  const remembers = (name: string, { tcp }: RunningPeer): boolean => {
    const book = readFileSync(path.join(network.folderOf(name), 'addresses.json'), 'utf8');
    return book.includes(`"port":${tcp.split(':')[1]}`);
  };
  const listed = async (): Promise<number> => (await tracker.client.get('/v1/peers')).peers.length;
  const areConnected = async (peers: readonly RunningPeer[]): Promise<boolean> => {
    const chains = await Promise.all(peers.map((peer) => peer.chain()));
    return chains.every((chain) => chain.peers === peers.length - 1);
  };

  it('admits who was invited, lives on without its tracker, and throws out whom it revokes', async () => {
    const { trackerKey } = await order('admission');
    const settings = { CHEESE_TRUSTED_TRACKERS: String(trackerKey), CHEESE_TRACKERS: tracker.tcp };
    const invite = async (name: string): Promise<RunningPeer> => {
      const { token } = await order('invite');
      return network.peer(name, { ...settings, CHEESE_JOIN_TOKEN: String(token) });
    };
    const members = await Promise.all([invite('one'), invite('two')]);
    await eventually(() => areConnected(members));
    const [one, two] = members;
    const ticket = { serial: expect.any(Number), issuedAt: expect.any(String), expiresAt: expect.any(String) };
    expect((await nodeOf(one)).membership).toEqual({ permissioned: true, ticket, revokedTickets: 0 });

    expect(await greet(one.tcp)).toBe('ticket-missing');
    expect(await greet(tracker.tcp)).toBe('join-token-missing');

    await eventually(async () => remembers('one', two) && remembers('two', one));
    await tracker.program.kill();
    await Promise.all(members.map((peer) => peer.kill()));
    await Promise.all(members.map((peer) => peer.startAgain({ CHEESE_JOIN_TOKEN: '' })));
    await eventually(() => areConnected(members));

    tracker = await network.tracker(tracker.ports, 'tracker', { CHEESE_TRACKER_ADMISSION: 'token' });
    const { id } = await nodeOf(two);
    await eventually(async () => (await listed()) === 2);
    const revoked = await order('revoke', id);
    expect(revoked).toMatchObject({ peer: id, revocations: { serials: [expect.any(Number)] } });
    await eventually(async () => (await one.chain()).peers === 0 && (await two.chain()).peers === 0);
    await two.kill();
    await two.startAgain({ CHEESE_PEERS: one.tcp });
    await eventually(async () => two.output.includes('peer-revoked'));
    expect((await one.chain()).peers).toBe(0);
    // When a member dials it, it counts that one until the member has read its ticket.
    await eventually(async () => (await two.chain()).peers === 0);
    expect((await nodeOf(one)).membership).toMatchObject({ revokedTickets: 1 });
    if (process.platform !== 'win32') {
      expect(statSync(path.join(network.folderOf('tracker'), 'admission.json')).mode & 0o777).toBe(0o600);
    }
  }, 240_000);
});
