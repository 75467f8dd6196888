import { createConnection, type Socket } from 'node:net';
import { WebhookReceiver } from '#test/http/webhook-receiver';
import { eventually, type RunningPeer } from '#test/processes/running-peer';
import { TestNetwork } from '#test/processes/test-network';

const TOKEN = 'token-that-no-log-may-have-8f3a';
const PASSWORD = 'password that no log may have 51c7';
const WORDS = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
const WEBHOOK_SECRET = `whsec_${Buffer.from('secret that no log may have 9d2e').toString('base64')}`;
const JOIN_TOKEN = 'joinTokenThatNoLogMayHave000000000000000000';
/** A stop is cut short after eight seconds, with exit code 1. */
const STOP_BOUND_MS = 8_000;

let network: TestNetwork;
let receiver: WebhookReceiver;
beforeEach(async () => {
  network = new TestNetwork();
  receiver = await WebhookReceiver.start();
});
afterEach(async () => {
  await network.close();
  await receiver.close();
});

/** A call with whatever body and token, whose answer does not matter. */
async function send(peer: RunningPeer, method: string, path: string, body: string, token = TOKEN): Promise<number> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const answer = await fetch(peer.http + path, { method, headers, ...(method === 'GET' ? {} : { body }) });
  await answer.text();
  return answer.status;
}

describe('the log of a peer', () => {
  it('has the ids of requests and peers, and none of the secrets that went through a whole session', async () => {
    const other = await network.peer('other');
    const peer = await network.peer('one', {
      CHEESE_LOG_LEVEL: 'debug',
      CHEESE_API_TOKEN: TOKEN,
      CHEESE_WALLET_PASSWORD: PASSWORD,
      CHEESE_PEERS: other.tcp,
    });
    const post = (path: string, body: object, token?: string) => send(peer, 'POST', path, JSON.stringify(body), token);
    expect(await post('/v1/wallet', { mnemonic: WORDS, password: PASSWORD })).toBe(201);
    expect(await post('/v1/wallet', { mnemonic: WORDS, password: PASSWORD })).toBe(409);
    expect(await post('/v1/wallet/lock', {})).toBeLessThan(300);
    expect(await post('/v1/wallet/unlock', { password: `${PASSWORD} or not` })).toBe(403);
    expect(await post('/v1/wallet/unlock', { password: PASSWORD })).toBeLessThan(300);
    expect(await post('/v1/wallet/export', { password: PASSWORD })).toBeLessThan(300);
    expect(await post('/v1/webhooks', { url: receiver.url, secret: WEBHOOK_SECRET })).toBe(201);
    expect(await post('/v1/webhooks', { url: receiver.url, secret: `${WEBHOOK_SECRET}x` })).toBe(422);
    expect(await post('/v1/mining/blocks', {})).toBe(201);
    expect(await post('/v1/mining', {}, `${TOKEN}-wrong`)).toBe(401);
    expect(await send(peer, 'POST', '/v1/wallet/unlock', `{"password":"${PASSWORD}"`)).toBe(400);
    expect(await send(peer, 'GET', `/v1/events?token=${TOKEN}`, '')).toBe(400);
    await receiver.take(1);
    receiver.answer = () => 500;
    expect(await post('/v1/mining/blocks', {})).toBe(201);
    await eventually(async () => peer.output.includes('a delivery failed'));
    const metrics = await (await fetch(`${peer.http}/metrics`)).text();
    for (const name of ['store_file_bytes', 'store_pages{state="used"}', 'network_bytes_total{direction="in"}']) {
      expect(metrics).toMatch(new RegExp(`^cheesechain_${name.replace(/[{}]/g, '\\$&')} [1-9]`, 'm'));
    }
    await peer.stop();
    const lines = peer.output.split('\n').filter((line) => line.startsWith('{'));
    const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    const answered = entries.filter(({ msg }) => msg === 'a request was answered');
    expect(answered.length).toBeGreaterThan(10);
    for (const entry of answered)
      expect(entry).toMatchObject({ request: expect.any(String), status: expect.any(Number) });
    expect(entries.filter(({ msg }) => msg === 'a peer joined')).toEqual([
      expect.objectContaining({ peer: expect.stringMatching(/^[0-9a-f]{64}$/) }),
    ]);
    const tracker = await network.tracker();
    const member = await network.peer('member', {
      CHEESE_LOG_LEVEL: 'debug',
      CHEESE_JOIN_TOKEN: JOIN_TOKEN,
      CHEESE_TRUSTED_TRACKERS: 'ab'.repeat(32),
      CHEESE_TRACKERS: tracker.tcp,
    });
    await member.stop();
    const secrets = [TOKEN, PASSWORD, WORDS, 'sausage', WEBHOOK_SECRET, WEBHOOK_SECRET.slice(6), JOIN_TOKEN];
    expect(secrets.filter((secret) => (peer.output + member.output).includes(secret))).toEqual([]);
  }, 180_000);
});

describe('a peer that is told to stop', () => {
  const sockets: Socket[] = [];
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
  });

  /** Says this, and then takes whatever comes without reading it. */
  function connection(peer: RunningPeer, text: string): Promise<Socket> {
    const { hostname, port } = new URL(peer.http);
    return new Promise((resolve, reject) => {
      const socket = createConnection(Number(port), hostname, () => socket.write(text, () => resolve(socket)));
      socket.pause();
      socket.on('error', reject);
      sockets.push(socket);
    });
  }

  it('does so in time with open streams, slow and silent callers, a search and a receiver that hangs', async () => {
    receiver.answer = () => 'hang';
    const peer = await network.peer('one', { CHEESE_API_TOKEN: TOKEN });
    const post = (path: string, body: object) => send(peer, 'POST', path, JSON.stringify(body));
    expect(await post('/v1/wallet', {})).toBe(201);
    expect(await post('/v1/webhooks', { url: receiver.url })).toBe(201);
    for (let block = 0; block < 3; block++) expect(await post('/v1/mining/blocks', {})).toBe(201);
    const host = `host: 127.0.0.1\r\nauthorization: Bearer ${TOKEN}\r\n`;
    for (let i = 0; i < 3; i++) await connection(peer, `GET /v1/events?after=0 HTTP/1.1\r\n${host}\r\n`);
    await connection(peer, `POST /v1/wallet/transactions HTTP/1.1\r\n${host}content-length: 900\r\n\r\n{"recip`);
    await connection(peer, `GET /v1/chain HTTP/1.1\r\n${host}`);
    await connection(peer, '');
    expect(await send(peer, 'PUT', '/v1/mining', '{"threads":1}')).toBe(200);
    await eventually(async () => receiver.seen.length > 0);
    const begin = performance.now();
    expect(await peer.stop()).toBe(0);
    expect(performance.now() - begin).toBeLessThan(STOP_BOUND_MS);
    expect(peer.output).toContain('"msg":"stopped"');
  }, 180_000);
});
