import { request } from 'node:http';
import { startTestPeer, TEST_TOKEN, type TestPeer } from '#test/http/test-peer';

const ELSEWHERE = '192.0.2.7';

describe('who may call', () => {
  let peer: TestPeer;
  beforeAll(async () => {
    peer = await startTestPeer({
      allowedHosts: ['peer.example'],
      allowedOrigins: ['https://shop.example'],
    });
    await peer.api.ok('POST', '/v1/wallet', {}, 201);
  });
  afterAll(() => peer.close());

  it.each(['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1'])('reads are open to this machine (%s)', async (ip) => {
    await peer.api.ok('GET', '/v1/chain', { token: null, remoteAddress: ip });
  });

  it.each([ELSEWHERE, '::ffff:192.0.2.7', '2001:db8::1', '::ffff:7f00:1'])(
    'reads from elsewhere need the token (%s)',
    async (remoteAddress) => {
      expect(await peer.api.refusal('GET', '/v1/chain', { token: null, remoteAddress })).toBe('401 token-missing');
      await peer.api.ok('GET', '/v1/chain', { remoteAddress });
    },
  );

  it.each([{ 'x-forwarded-for': '127.0.0.1' }, { forwarded: 'for=127.0.0.1' }, { 'x-real-ip': '127.0.0.1' }])(
    'a header that claims to be from here is not believed (%j)',
    async (headers) => {
      const call = { token: null, remoteAddress: ELSEWHERE, headers };
      expect(await peer.api.refusal('GET', '/v1/chain', call)).toBe('401 token-missing');
    },
  );

  it.each([
    ['GET', '/v1/wallet'],
    ['POST', '/v1/wallet'],
    ['POST', '/v1/wallet/unlock'],
    ['POST', '/v1/wallet/lock'],
    ['POST', '/v1/wallet/export'],
    ['POST', '/v1/wallet/transactions'],
    ['POST', '/v1/transactions'],
    ['POST', '/v1/mining/blocks'],
    ['PUT', '/v1/mining'],
    ['DELETE', '/v1/mining'],
    ['POST', '/v1/nothing'],
  ] as const)('%s %s needs the token, from here too', async (method, path) => {
    const { problem, headers } = await peer.api.problem(method, path, { token: null, payload: '{broken' });
    expect(`${problem.status} ${problem.code}`).toBe('401 token-missing');
    expect(headers['www-authenticate']).toBe('Bearer');
    expect(await peer.api.refusal(method, path, { token: `${TEST_TOKEN}x` })).toBe('401 token-wrong');
  });

  it.each(['', 'Bearer', 'Bearer ', `Basic ${TEST_TOKEN}`, `${TEST_TOKEN}`, `Bearer  ${TEST_TOKEN}`, 'Bearer é'])(
    'the header %j is no token',
    async (authorization) => {
      const call = { token: null, headers: { authorization } };
      expect(await peer.api.refusal('GET', '/v1/wallet', call)).toBe('401 token-wrong');
    },
  );

  it('the word Bearer may be written in any case', async () => {
    await peer.api.ok('GET', '/v1/wallet', { token: null, headers: { authorization: `bEaReR ${TEST_TOKEN}` } });
  });

  it.each(['localhost', 'LOCALHOST:5005', '127.0.0.1:5005', '[::1]:5005', '192.0.2.1', 'peer.example:80'])(
    'the Host %s is this peer',
    async (host) => {
      await peer.api.ok('GET', '/v1/chain', { headers: { host } });
    },
  );

  it.each(['evil.example', 'localhost.evil.example', 'evil.example:5005', 'localhost:80@evil.example', '[::1].evil'])(
    'the Host %s is a trick of a foreign page (DNS rebinding)',
    async (host) => {
      for (const path of ['/v1/chain', '/', '/docs', '/openapi.json', '/nothing']) {
        expect(await peer.api.refusal('GET', path, { headers: { host } })).toBe('403 host-not-allowed');
      }
    },
  );

  it('probes and metrics ask for neither token nor Host', async () => {
    for (const path of ['/healthz', '/readyz', '/metrics']) {
      const call = { token: null, remoteAddress: ELSEWHERE, headers: { host: 'evil.example' } };
      expect((await peer.api.call('GET', path, call)).status).toBe(200);
    }
  });

  it('a page of another origin is refused, with the token too; the own origin and allowed ones are not', async () => {
    for (const origin of ['https://evil.example', 'null', 'http://localhost:9', 'https://shop.example.evil.example']) {
      expect(await peer.api.refusal('GET', '/v1/chain', { headers: { origin } })).toBe('403 origin-not-allowed');
      expect(await peer.api.refusal('POST', '/v1/mining/blocks', { headers: { origin } })).toBe(
        '403 origin-not-allowed',
      );
    }
    await peer.api.ok('GET', '/v1/chain', { headers: { origin: 'http://localhost:5005' } });
    const allowed = await peer.api.call('GET', '/v1/chain', { headers: { origin: 'https://shop.example' } });
    expect(allowed.headers['access-control-allow-origin']).toBe('https://shop.example');
    expect(allowed.headers['vary']).toContain('Origin');
  });

  it('a browser is told before it calls what an allowed origin may send', async () => {
    const ask = (origin: string) =>
      peer.api.call('OPTIONS', '/v1/wallet/transactions', {
        token: null,
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization,content-type,idempotency-key',
        },
      });
    const yes = await ask('https://shop.example');
    expect(yes.status).toBe(204);
    expect(yes.headers['access-control-allow-origin']).toBe('https://shop.example');
    expect(yes.headers['access-control-allow-headers']).toContain('idempotency-key');
    const no = await ask('https://evil.example');
    expect(no.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('calls from elsewhere are limited, calls from here are not', async () => {
    const call = { token: 'guess', remoteAddress: '198.51.100.1' };
    const codes = new Set<string>();
    for (let i = 0; i < 605; i++) codes.add(await peer.api.refusal('GET', '/v1/chain', call));
    expect([...codes]).toEqual(['401 token-wrong', '429 request-rate']);
    const { headers } = await peer.api.problem('GET', '/v1/nothing', call);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    await peer.api.ok('GET', '/v1/chain', { remoteAddress: '198.51.100.2' });
    for (let i = 0; i < 700; i++) await peer.app.inject({ url: '/healthz' });
    await peer.api.ok('GET', '/v1/chain');
  });

  it('every answer says what a browser may do with it', async () => {
    for (const path of ['/v1/chain', '/v1/nothing', '/docs']) {
      const { headers } = await peer.api.call('GET', path);
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('no-referrer');
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    }
    expect((await peer.api.call('GET', '/v1/chain')).headers['cache-control']).toBe('no-store');
  });
});

it('a request without a Host is refused on a real socket', async () => {
  const peer = await startTestPeer();
  try {
    const url = new URL(await peer.listen());
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const call = request({ host: url.hostname, port: url.port, path: '/v1/chain', setHost: false }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      call.on('error', reject).end();
    });
    expect(status).toBe(400);
  } finally {
    await peer.close();
  }
});
