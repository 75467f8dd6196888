import type { Response } from 'playwright-core';
import type { RunningPeer } from '#test/processes/running-peer';
import { AccessibilityCheck } from './accessibility.ts';
import { Stage } from './stage.ts';
import { leaveOpen, part, type Story, tellStory } from './story.ts';
import { show, VIEWS } from './views.ts';
import { LOOKS } from './visitor.ts';

/** What issue and page promise, as it goes over the wire. */
const FIRST_LOAD_BYTES = 200_000;

describe('the page, looked at closely', () => {
  let stage: Stage;
  let story: Story;
  let one: RunningPeer;

  beforeAll(async () => {
    stage = await Stage.open();
    const peers = await stage.threePeers();
    one = peers[0];
    story = await tellStory(peers);
    await part(peers);
    await leaveOpen(one);
  }, 180_000);

  afterEach(async () => expect(await stage.complaints()).toEqual([]));
  afterAll(() => stage.close());

  it.each(LOOKS)(
    'axe has nothing to object to in any view: $device, $colours',
    async (look) => {
      const visitor = await stage.visitor(one, look);
      await visitor.settled();
      const check = await AccessibilityCheck.on(visitor.page);
      const found: Record<string, string[]> = {};
      for (const view of VIEWS) {
        await show(visitor, view, story);
        const violations = await check.violations();
        if (violations.length > 0) found[view.name] = violations;
        // Nothing sticks out at the side, whatever its width.
        const fits = await visitor.page.evaluate('document.documentElement.scrollWidth <= innerWidth');
        expect({ view: view.name, fits }).toEqual({ view: view.name, fits: true });
      }
      expect(found).toEqual({});
    },
    180_000,
  );

  it('asks a stranger for the token without shutting him out, and axe has nothing to object', async () => {
    const visitor = await stage.stranger(one.http, { expected: [/status of 401/] });
    await visitor.settled();
    await visitor.page.getByLabel('Link or token').waitFor();
    expect(await (await AccessibilityCheck.on(visitor.page)).violations()).toEqual([]);
  }, 60_000);

  it('allows nothing inline and nothing from elsewhere', async () => {
    const policy = (await fetch(one.http)).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("style-src 'self'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    // Not only said but done: what is slipped in does not run, and the browser says why.
    const visitor = await stage.visitor(one, { expected: [/Content Security Policy/] });
    await visitor.settled();
    await visitor.page.evaluate(`
      const script = document.createElement('script');
      script.textContent = 'document.title = "slipped in"';
      document.body.append(script);
    `);
    expect(await visitor.page.title()).toBe('Cheesechain');
  }, 60_000);

  it.each([
    ['on the same machine, where it takes brotli', undefined, 'br'],
    ['elsewhere, where without TLS it takes gzip', 'gzip, deflate', 'gzip'],
  ])(
    'weighs at most 200 kB on its first load in a browser %s',
    async (_where, accepted, encoding) => {
      const answers: Response[] = [];
      const visitor = await stage.visitor(one, {
        before: async (page) => {
          page.on('response', (response) => answers.push(response));
          if (accepted !== undefined) await page.setExtraHTTPHeaders({ 'accept-encoding': accepted });
        },
      });
      await visitor.settled();
      const files = answers.filter((response) => !new URL(response.url()).pathname.startsWith('/v1/'));
      const weights = await Promise.all(files.map(weightOf));
      const total = weights.reduce((sum, { bytes }) => sum + bytes, 0);
      console.info(`first load, ${encoding}: ${total} bytes ${JSON.stringify(weights)}`);
      expect(weights.map(({ path }) => path)).toContain('/');
      const script = weights.find(({ path }) => path.endsWith('.js'));
      expect(script?.encoding).toBe(encoding);
      expect(total).toBeLessThanOrEqual(FIRST_LOAD_BYTES);
    },
    60_000,
  );
});

/** What of a file goes over the wire, its headers left out. */
async function weightOf(response: Response): Promise<{ path: string; encoding: string | undefined; bytes: number }> {
  const { responseBodySize } = await response.request().sizes();
  const encoding = response.headers()['content-encoding'];
  return { path: new URL(response.url()).pathname, encoding, bytes: responseBodySize };
}
