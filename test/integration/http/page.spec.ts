import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { startTestPeer, type TestPeer } from '#test/http/test-peer';

const PAGE = '<!doctype html><title>Cheesechain</title>';
const SCRIPT = 'export {};';

describe('the page', () => {
  const pageDir = mkdtempSync(join(tmpdir(), 'cheese-page-'));
  let peer: TestPeer;
  beforeAll(async () => {
    mkdirSync(join(pageDir, 'assets'));
    writeFileSync(join(pageDir, 'index.html'), PAGE);
    writeFileSync(join(pageDir, 'assets', 'index-a1b2c3d4.js'), SCRIPT);
    writeFileSync(join(pageDir, 'cheese.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
    for (const [extension, compress] of [
      ['.br', brotliCompressSync],
      ['.gz', gzipSync],
    ] as const) {
      writeFileSync(join(pageDir, `index.html${extension}`), compress(PAGE));
      writeFileSync(join(pageDir, 'assets', `index-a1b2c3d4.js${extension}`), compress(SCRIPT));
    }
    peer = await startTestPeer({ pageDir });
  });
  afterAll(async () => {
    await peer.close();
    rmSync(pageDir, { recursive: true, force: true });
  });

  it('is served at the root, from here and from elsewhere, without a token: it asks for it itself', async () => {
    for (const remoteAddress of ['127.0.0.1', '192.0.2.1']) {
      const page = await peer.api.call('GET', '/', { token: null, remoteAddress });
      expect(page.status).toBe(200);
      expect(page.text).toContain('<title>Cheesechain</title>');
      expect(page.headers['content-type']).toContain('text/html');
      expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    }
  });

  it('is asked for again each time, while files whose names change with their content are kept', async () => {
    expect((await peer.api.call('GET', '/')).headers['cache-control']).toBe('no-cache');
    expect((await peer.api.call('GET', '/cheese.svg')).headers['cache-control']).toBe('no-cache');
    const asset = await peer.api.call('GET', '/assets/index-a1b2c3d4.js');
    expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(asset.headers['content-type']).toContain('javascript');
  });

  it('is not sent again to a browser that has it', async () => {
    const { headers } = await peer.api.call('GET', '/');
    const again = await peer.api.call('GET', '/', { headers: { 'if-none-match': String(headers['etag']) } });
    expect(again.status).toBe(304);
    expect(again.text).toBe('');
  });

  it.each([
    ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
    ['gzip, deflate', 'gzip', gunzipSync],
    ['*', 'gzip', gunzipSync],
    ['identity', undefined, (bytes: Buffer) => bytes],
    ['br;q=0, gzip;q=0', undefined, (bytes: Buffer) => bytes],
    [undefined, undefined, (bytes: Buffer) => bytes],
  ])('to a browser that takes %s is sent as %s', async (accepted, encoding, decompress) => {
    for (const [url, type, keep, content] of [
      ['/', 'text/html', 'no-cache', PAGE],
      ['/assets/index-a1b2c3d4.js', 'javascript', 'immutable', SCRIPT],
    ] as const) {
      const headers = { host: 'localhost:5005', ...(accepted === undefined ? {} : { 'accept-encoding': accepted }) };
      const answer = await peer.app.inject({ method: 'GET', url, headers });
      expect(answer.statusCode).toBe(200);
      expect(answer.headers['content-encoding']).toBe(encoding);
      expect(answer.headers['vary']).toBe('accept-encoding');
      expect(answer.headers['content-type']).toContain(type);
      expect(answer.headers['cache-control']).toContain(keep);
      expect(decompress(answer.rawPayload).toString()).toBe(content);
    }
  });

  it('is sent as it is where the build left no compressed copy, and so is every answer of the API', async () => {
    const headers = { 'accept-encoding': 'gzip, br' };
    const picture = await peer.api.call('GET', '/cheese.svg', { headers });
    expect([picture.text.slice(0, 4), picture.headers['content-encoding']]).toEqual(['<svg', undefined]);
    expect((await peer.api.call('GET', '/v1/chain', { headers })).headers['content-encoding']).toBeUndefined();
  });

  it('has another tag for each of its forms, so that no store takes one for the other', async () => {
    const tagOf = async (accepted: string) =>
      (await peer.api.call('HEAD', '/', { headers: { 'accept-encoding': accepted } })).headers['etag'];
    const tags = [await tagOf('br'), await tagOf('gzip'), await tagOf('identity')];
    expect(new Set(tags).size).toBe(3);
  });

  it('is told to HEAD without its content', async () => {
    const head = await peer.api.call('HEAD', '/');
    expect([head.status, head.text]).toEqual([200, '']);
    const chain = await peer.api.call('HEAD', '/v1/chain');
    expect([chain.status, chain.text]).toEqual([200, '']);
    expect(Number(chain.headers['content-length'])).toBeGreaterThan(100);
  });

  it.each([
    '/index.htm',
    '/index.html.br',
    '/assets/index-a1b2c3d4.js.gz',
    '/assets/',
    '/assets',
    '/assets/other.js',
    '/.env',
    '/wallet',
    '/assets/..%2findex.html',
  ])('has nothing at %s', async (path) => {
    expect(await peer.api.refusal('GET', path)).toBe('404 not-found');
  });

  it('is not needed: without it the API is served all the same', async () => {
    const bare = await startTestPeer({ pageDir: join(pageDir, 'nothing here') });
    try {
      expect(await bare.api.refusal('GET', '/')).toBe('404 not-found');
      await bare.api.ok('GET', '/v1/chain');
    } finally {
      await bare.close();
    }
  });
});
