import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { payAndWatch } from '#test/client/pay-and-watch';
import { startFundedPeer } from '#test/http/payment-fixture';
import { TEST_TOKEN, type TestPeer } from '#test/http/test-peer';
import { testAddress } from '#test/keys';
import { PeerClient } from './peer-client.ts';
import { PeerError } from './peer-error.ts';

/** The error that a call must end with. */
async function errorOf(call: Promise<unknown>): Promise<PeerError> {
  const error: unknown = await call.then(
    () => undefined,
    (thrown) => thrown,
  );
  if (error instanceof PeerError) return error;
  throw new Error(`no PeerError: ${error}`);
}

describe('the client and a peer', () => {
  let peer: TestPeer;
  let url: string;
  let client: PeerClient;
  beforeAll(async () => {
    peer = await startFundedPeer(2);
    url = await peer.listen();
    client = new PeerClient({ peer: url, token: TEST_TOKEN });
  });
  afterAll(() => peer.close());

  it('answers are the JSON of the API, by path, parameters and body', async () => {
    const { height, tipHash } = await client.get('/v1/chain');
    expect(height).toBe(2);
    const page = await client.get('/v1/blocks', { params: { query: { limit: 1 } } });
    expect(page.blocks.map(({ hash }) => hash)).toEqual([tipHash]);
    const block = await client.get('/v1/blocks/{which}', { params: { path: { which: tipHash } } });
    expect(block.height).toBe(2);
    expect((await client.put('/v1/mining', { body: { threads: 1 } })).mode).toBe('continuous');
    expect((await client.delete('/v1/mining')).mode).toBe('off');
  });

  it('a refusal is an error with the code, the status and what the peer said', async () => {
    const path = { params: { path: { id: '0'.repeat(64) } } };
    const error = await errorOf(client.get('/v1/transactions/{id}', path));
    expect(error).toMatchObject({ code: 'transaction-not-found', status: 404 });
    expect(error.problem?.['id']).toBe('0'.repeat(64));
    expect(error.message).toBe(error.problem?.detail);
  });

  it('a token may come later, and is asked for at each call', async () => {
    let token: string | undefined;
    const later = new PeerClient({ peer: url, token: () => token });
    expect(await errorOf(later.get('/v1/wallet'))).toMatchObject({ code: 'token-missing', status: 401 });
    token = TEST_TOKEN;
    expect((await later.get('/v1/wallet')).locked).toBe(false);
  });

  it('one idempotency key pays once', async () => {
    const call = {
      body: { recipient: testAddress(9), amount: 5 },
      params: { header: { 'Idempotency-Key': 'one of a kind'.replaceAll(' ', '-') } },
    };
    const first = await client.post('/v1/wallet/transactions', call);
    expect(await client.post('/v1/wallet/transactions', call)).toEqual(first);
  });

  it('events come as a stream until they are cancelled', async () => {
    const abort = new AbortController();
    const stream = await client.events({ after: '0', signal: abort.signal });
    const reader = stream.getReader();
    const { value } = await reader.read();
    expect(new TextDecoder().decode(value)).toContain('retry:');
    abort.abort();
    await expect(
      (async () => {
        while (!(await reader.read()).done);
      })(),
    ).rejects.toThrow();
  });

  it('the example of the README does what it says', async () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const example = readFileSync(new URL('../../../test/support/client/pay-and-watch.ts', import.meta.url), 'utf8');
    expect(readme).toContain(example);
    expect(await payAndWatch(url, TEST_TOKEN, testAddress(8))).toMatch(/^confirmed at height \d+$/);
    expect(await payAndWatch(url, TEST_TOKEN, testAddress(8, 'cheese'))).toMatch(/^address-wrong-network: The prefix/);
  });
});

describe('the client and what is no peer', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  async function answeringWith(listener: RequestListener): Promise<PeerClient> {
    server = createServer(listener);
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return new PeerClient({ peer: `http://127.0.0.1:${port}`, token: 'secret', timeoutMs: 300 });
  }

  it.each<[string, RequestListener, string]>([
    ['says nothing', () => undefined, 'peer-timeout'],
    ['hangs up', (request) => request.socket.destroy(), 'peer-unreachable'],
    ['answers with a page', (_, response) => response.end('<html>'), 'answer-unreadable'],
    ['answers with half of it', (_, response) => response.end('{"height":'), 'answer-unreadable'],
    ['refuses in its own words', (_, response) => response.writeHead(502).end('<html>'), 'http-502'],
    ['leads elsewhere', (_, response) => response.writeHead(302, { location: '/' }).end(), 'peer-unreachable'],
  ])('one that %s', async (_name, listener, code) => {
    expect(await errorOf((await answeringWith(listener)).get('/v1/chain'))).toMatchObject({ code });
  });

  it('a call that is cancelled', async () => {
    const client = await answeringWith(() => undefined);
    const call = client.get('/v1/chain', { signal: AbortSignal.abort(), timeoutMs: undefined });
    expect(await errorOf(call)).toMatchObject({ code: 'cancelled', status: 0 });
  });

  it('nobody at all', async () => {
    const error = await errorOf(new PeerClient({ peer: 'http://127.0.0.1:1' }).get('/v1/chain'));
    expect(error).toMatchObject({
      code: 'peer-unreachable',
      status: 0,
      message: 'No peer answers at http://127.0.0.1:1.',
    });
  });
});
