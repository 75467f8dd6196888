import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestPeer, type TestPeer } from '#test/http/test-peer';

describe('the page', () => {
  const pageDir = mkdtempSync(join(tmpdir(), 'cheese-page-'));
  let peer: TestPeer;
  beforeAll(async () => {
    mkdirSync(join(pageDir, 'assets'));
    writeFileSync(join(pageDir, 'index.html'), '<!doctype html><title>Cheesechain</title>');
    writeFileSync(join(pageDir, 'assets', 'index-a1b2c3d4.js'), 'export {};');
    writeFileSync(join(pageDir, 'cheese.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
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

  it('is told to HEAD without its content', async () => {
    const head = await peer.api.call('HEAD', '/');
    expect([head.status, head.text]).toEqual([200, '']);
    const chain = await peer.api.call('HEAD', '/v1/chain');
    expect([chain.status, chain.text]).toEqual([200, '']);
    expect(Number(chain.headers['content-length'])).toBeGreaterThan(100);
  });

  it.each(['/index.htm', '/assets/', '/assets', '/assets/other.js', '/.env', '/wallet', '/assets/..%2findex.html'])(
    'has nothing at %s',
    async (path) => {
      expect(await peer.api.refusal('GET', path)).toBe('404 not-found');
    },
  );

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
