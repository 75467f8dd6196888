import { connect } from 'node:net';
import { startFundedPeer, stateOf } from '#test/http/payment-fixture';
import type { TestPeer } from '#test/http/test-peer';
import { testAddress } from '#test/keys';

const JSON_TYPE = { 'content-type': 'application/json' };
const PAY = '/v1/wallet/transactions';

/** So many objects, one inside the other, within the size of a body. */
function nested(depth: number, open: string, close: string): string {
  return open.repeat(depth) + close.repeat(depth);
}

describe('requests that are wrong', () => {
  let peer: TestPeer;
  let before: string;
  beforeAll(async () => {
    peer = await startFundedPeer(1);
    before = await stateOf(peer);
  });
  afterEach(async () => expect(await stateOf(peer)).toBe(before));
  afterAll(() => peer.close());

  it.each([
    ['{', '400 request-malformed'],
    ['{"amount":1,}', '400 request-malformed'],
    ['{"amount":NaN}', '400 request-malformed'],
    ['nonsense', '400 request-malformed'],
    ['\u0000', '400 request-malformed'],
    ['{"__proto__":{"amount":1}}', '400 request-malformed'],
    ['{"constructor":{"prototype":{"amount":1}}}', '400 request-malformed'],
    ['null', '400 request-invalid'],
    ['[]', '400 request-invalid'],
    ['"text"', '400 request-invalid'],
    ['17', '400 request-invalid'],
    ['', '400 request-invalid'],
    [nested(10_000, '[', ']'), '400 request-invalid'],
    [`{"recipient":${nested(10_000, '[', ']')}}`, '400 request-invalid'],
    [`${'{"memo":'.repeat(7_000)}1${'}'.repeat(7_000)}`, '400 request-invalid'],
    [nested(30_000, '[', ''), '400 request-malformed'],
  ])('the body %.30s is refused', async (payload, code) => {
    expect(await peer.api.refusal('POST', PAY, { payload, headers: JSON_TYPE })).toBe(code);
  });

  const good = { recipient: testAddress(9), amount: 1 };
  it.each([
    [{ ...good, amount: -1 }, 'amount'],
    [{ ...good, amount: 0 }, 'amount'],
    [{ ...good, amount: 1.5 }, 'amount'],
    [{ ...good, amount: 1e300 }, 'amount'],
    [{ ...good, amount: 2 ** 53 }, 'amount'],
    [{ ...good, amount: '1' }, 'amount'],
    [{ ...good, amount: true }, 'amount'],
    [{ ...good, amount: null }, 'amount'],
    [{ ...good, amount: [1] }, 'amount'],
    [{ ...good, amount: { valueOf: 1 } }, 'amount'],
    [{ recipient: testAddress(9) }, 'amount'],
    [{ amount: 1 }, 'recipient'],
    [{ ...good, recipient: 7 }, 'recipient'],
    [{ ...good, recipient: '' }, 'recipient'],
    [{ ...good, recipient: 'x'.repeat(129) }, 'recipient'],
    [{ ...good, fee: -1 }, 'fee'],
    [{ ...good, fee: 0.1 }, 'fee'],
    [{ ...good, memo: 5 }, 'memo'],
    [{ ...good, memo: 'x'.repeat(257) }, 'memo'],
    [{ ...good, nonce: 0 }, 'nonce'],
    [{ ...good, toString: 'x' }, 'toString'],
    [{ ...good, ['x'.repeat(1_000)]: 1 }, 'x'.repeat(64)],
  ])('a payment with %j names the field', async (body, field) => {
    const { problem } = await peer.api.problem('POST', PAY, { body });
    expect(`${problem.status} ${problem.code}`).toBe('400 request-invalid');
    expect(problem['errors']).toContainEqual({ field, detail: expect.stringMatching(/./) });
  });

  it('a number beyond every double is refused', async () => {
    const payload = `{"recipient":"${testAddress(9)}","amount":1e999}`;
    expect(await peer.api.refusal('POST', PAY, { payload, headers: JSON_TYPE })).toBe('400 request-invalid');
  });

  it('a body of more than 64 KiB is refused, with and without its length told', async () => {
    const payload = `{"memo":"${'x'.repeat(70_000)}"}`;
    expect(await peer.api.refusal('POST', PAY, { payload, headers: JSON_TYPE })).toBe('413 request-too-large');
    const headers = { ...JSON_TYPE, 'transfer-encoding': 'chunked' };
    expect(await peer.api.refusal('POST', PAY, { payload, headers })).toBe('413 request-too-large');
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    'application/jsonp',
    'nonsense',
  ])('a body of type %s is refused', async (type) => {
    const call = { payload: '{}', headers: { 'content-type': type } };
    expect(await peer.api.refusal('POST', PAY, call)).toBe('415 request-media-type');
  });

  it('the type may name its character set', async () => {
    const call = { payload: '{}', headers: { 'content-type': 'application/json; charset=utf-8' } };
    expect(await peer.api.refusal('POST', PAY, call)).toBe('400 request-invalid');
  });

  it.each([
    ['PATCH', '/v1/chain', 'GET, HEAD'],
    ['POST', '/v1/chain', 'GET, HEAD'],
    ['DELETE', '/v1/wallet', 'GET, HEAD, POST'],
    ['POST', '/v1/blocks/tip', 'GET, HEAD'],
    ['PUT', '/v1/mining/blocks', 'POST'],
    ['OPTIONS', '/v1/mining', 'DELETE, GET, HEAD, PUT'],
    ['GET', '/v1/wallet/unlock', 'POST'],
    ['POST', '/healthz', 'GET, HEAD'],
  ] as const)('%s %s is not how it is asked', async (method, path, allow) => {
    const { problem, headers } = await peer.api.problem(method, path);
    expect(`${problem.status} ${problem.code}`).toBe('405 method-not-allowed');
    expect(headers['allow']).toBe(allow);
  });

  it.each([
    ['/v1/blocks/..%2f..%2fetc%2fpasswd', '400 request-invalid'],
    ['/v1/blocks/%00', '400 request-invalid'],
    ['/v1/blocks/-1', '400 request-invalid'],
    ['/v1/blocks/1.5', '400 request-invalid'],
    ['/v1/blocks/1e3', '400 request-invalid'],
    ['/v1/blocks/007', '400 request-invalid'],
    ['/v1/blocks/TIP', '400 request-invalid'],
    ['/v1/blocks/99999999999999999999', '400 request-invalid'],
    ['/v1/blocks/9999999999', '404 block-not-found'],
    [`/v1/blocks/${'g'.repeat(64)}`, '400 request-invalid'],
    ['/v1/blocks/%zz', '400 path-malformed'],
    ['/v1/blocks/%ff', '400 path-malformed'],
    [`/v1/blocks/${'a'.repeat(257)}`, '414 path-too-long'],
    ['/v1/blocks/', '404 not-found'],
    ['/v1//blocks', '404 not-found'],
    ['/V1/chain', '404 not-found'],
    ['/v1/chain/', '404 not-found'],
    ['/docs/..%2f..%2fpackage.json', '404 not-found'],
    [`/${'x'.repeat(8_000)}`, '404 not-found'],
    ['/v1/transactions/xyz', '400 request-invalid'],
    ['/v1/accounts/hello', '422 address-malformed'],
    [`/v1/accounts/${testAddress(9).slice(0, -1)}q`, '422 address-checksum'],
    [`/v1/accounts/${testAddress(9, 'cheese')}`, '422 address-wrong-network'],
    ['/v1/accounts/%F0%9F%A7%80', '422 address-malformed'],
  ])('GET %.60s is refused', async (path, code) => {
    expect(await peer.api.refusal('GET', path)).toBe(code);
  });

  it.each([
    'limit=0',
    'limit=101',
    'limit=-1',
    'limit=1.5',
    'limit=x',
    'limit=',
    'limit=1&limit=2',
    'other=1',
    'before=',
  ])('the query %s is refused everywhere', async (query) => {
    for (const path of ['/v1/blocks', '/v1/transactions', `/v1/accounts/${testAddress(9)}/transactions`]) {
      expect(await peer.api.refusal('GET', `${path}?${query}`)).toBe('400 request-invalid');
    }
  });

  it.each(['x', '1.x', '..', '1e3', '-5', '1.2.3.4', '%00', 'x'.repeat(65)])(
    'the cursor %.10s is refused everywhere',
    async (cursor) => {
      for (const path of ['/v1/blocks', '/v1/transactions', `/v1/accounts/${testAddress(9)}/transactions`]) {
        expect(await peer.api.refusal('GET', `${path}?before=${cursor}`)).toMatch(
          /^400 (request-invalid|mempool-cursor)$/,
        );
      }
    },
  );

  it('a problem tells what, where and why, and keeps the query to itself', async () => {
    const { problem } = await peer.api.problem('GET', '/v1/blocks/xyz?token=secret');
    expect(problem).toEqual({
      type: 'urn:cheesechain:problem:request-invalid',
      title: 'request invalid',
      status: 400,
      detail: expect.any(String),
      instance: '/v1/blocks/xyz',
      code: 'request-invalid',
      errors: [{ field: 'block', detail: 'block is 64 hex digits' }],
    });
  });
});

/** Sends bytes as they are and gives all that comes back until the peer hangs up. */
function exchange(url: URL, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(url.port), url.hostname, () => socket.write(text));
    let answer = '';
    socket.setEncoding('utf8').on('data', (data: string) => {
      answer += data;
    });
    socket.on('close', () => resolve(answer)).on('error', reject);
  });
}

describe('what is hardly HTTP', () => {
  it('paths that climb out of their folder lead nowhere, as they are on the wire', async () => {
    const peer = await startFundedPeer(0);
    try {
      const url = new URL(await peer.listen());
      const codeAt = async (path: string) => {
        const answer = await exchange(url, `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
        return JSON.parse(answer.slice(answer.indexOf('\r\n\r\n'))).code;
      };
      expect(await codeAt('/../../etc/passwd')).toBe('not-found');
      expect(await codeAt('/%2e%2e/%2e%2e/etc/passwd')).toBe('not-found');
      expect(await codeAt('/docs/../../../package.json')).toBe('not-found');
      expect(await codeAt('/docs/%2e%2e/%2e%2e/package.json')).toBe('not-found');
      expect(await codeAt('/v1/blocks/%2e%2e')).toBe('request-invalid');
      expect(await codeAt('//evil.example/v1/chain')).toBe('not-found');
    } finally {
      await peer.close();
    }
  });

  it.each([
    ['GET', 'no request at all\r\n\r\n'],
    ['a NUL in the path', 'GET /v1/\0chain HTTP/1.1\r\nHost: localhost\r\n\r\n'],
    ['headers without end', `GET /v1/chain HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`],
    ['two lengths', 'POST /v1/wallet HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n'],
  ])('%s is answered with a problem, and the peer goes on', async (_name, text) => {
    const peer = await startFundedPeer(0);
    try {
      const url = new URL(await peer.listen());
      const answer = await exchange(url, text);
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer).toContain('application/problem+json');
      expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({ code: 'request-malformed' });
      expect((await fetch(new URL('/v1/chain', url))).status).toBe(200);
    } finally {
      await peer.close();
    }
  });
});
