import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { TRACKER_TOKEN, trackerApp } from '#test/http/tracker-app';
import { testSigner } from '#test/memory-node';
import { TrackerWorld } from '#test/tracker/tracker-world';
import { TrackerClient } from './tracker-client.ts';
import { TrackerError } from './tracker-error.ts';

/** The error that a call must end with. */
async function errorOf(call: Promise<unknown>): Promise<TrackerError> {
  const error: unknown = await call.then(
    () => undefined,
    (thrown) => thrown,
  );
  if (error instanceof TrackerError) return error;
  throw new Error(`no TrackerError: ${error}`);
}

describe('the client and a tracker', () => {
  let app: NestFastifyApplication;
  let tracker: string;
  let client: TrackerClient;
  beforeAll(async () => {
    const world = await TrackerWorld.open({ admission: 'token' });
    app = await trackerApp(world);
    await app.listen({ host: '127.0.0.1', port: 0 });
    tracker = await app.getUrl();
    client = new TrackerClient({ tracker, token: TRACKER_TOKEN });
  });
  afterAll(() => app.close());

  it('answers are the JSON of the tracker’s API', async () => {
    expect(await client.get('/v1/peers', { params: { query: { limit: 5 } } })).toEqual({ peers: [], next: null });
    const { id, token } = await client.post('/v1/join-tokens');
    expect(token).toMatch(/^[0-9a-f]{64}$/);
    const { joinTokens } = await client.get('/v1/join-tokens');
    expect(joinTokens.map((each) => [each.id, each.state])).toEqual([[id, 'open']]);
    expect(await client.get('/v1/admission')).toMatchObject({ mode: 'token', openJoinTokens: 1 });
  });

  it('a refusal is an error with the code, the status and what the tracker said', async () => {
    const body = { peer: testSigner(7).peerId };
    const error = await errorOf(client.post('/v1/revocations', { body }));
    expect(error).toMatchObject({ code: 'revocation-unknown', status: 404 });
    expect(error.message).toBe(error.problem?.detail);
    const stranger = new TrackerClient({ tracker });
    expect(await errorOf(stranger.post('/v1/join-tokens'))).toMatchObject({ code: 'token-missing', status: 401 });
  });

  it('nobody at all, and somebody who is no tracker, have codes of their own', async () => {
    const nobody = new TrackerClient({ tracker: 'http://127.0.0.1:1' });
    expect(await errorOf(nobody.get('/v1/peers'))).toMatchObject({
      code: 'tracker-unreachable',
      status: 0,
      message: 'No tracker answers at http://127.0.0.1:1.',
    });
    const server = createServer((_, response) => response.end('<html>')).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const other = new TrackerClient({ tracker: `http://127.0.0.1:${port}` });
    expect(await errorOf(other.get('/v1/peers'))).toMatchObject({ code: 'answer-unreadable', status: 0 });
    server.closeAllConnections();
    server.close();
  });
});
