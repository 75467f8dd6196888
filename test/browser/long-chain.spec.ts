import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openSqliteStore } from '#adapters/sqlite/open-sqlite-store';
import { SILENT_LOG } from '#domain/primitives/log.port';
import { FabricatedChain } from '#test/fabricated-chain';
import type { RunningPeer } from '#test/processes/running-peer';
import { Stage } from './stage.ts';

const BLOCKS = 10_000;
const PAGE_BLOCKS = 50;
/** Twice what the longest view holds; all blocks at once would be some 200,000. */
const MAX_ELEMENTS = 3_000;
/** A page of the list held the window for 0.4 s where six programs fought for each core; ten times that is no load any more. */
const MAX_TASK_MS = 4_000;

/** Runs before anything of the page: remembers for how long at most the page could not answer. */
const WATCH_TASKS = `
  globalThis.longestTaskMs = 0;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) globalThis.longestTaskMs = Math.max(globalThis.longestTaskMs, duration);
  }).observe({ type: 'longtask', buffered: true });
`;

describe('a chain of 10,000 cheeses', () => {
  let stage: Stage;
  let peer: RunningPeer;

  beforeAll(async () => {
    stage = await Stage.open();
    const folder = stage.network.folderOf('long');
    const network = await writeLongChain(folder);
    peer = await stage.network.peer('long', { CHEESE_NETWORK: network });
    expect((await peer.chain()).height).toBe(BLOCKS);
  }, 120_000);

  afterEach(async () => expect(await stage.complaints()).toEqual([]));
  afterAll(() => stage.close());

  it('is paged through by keyboard, from the newest to the raclette, and no page is long or slow', async () => {
    const visitor = await stage.visitor(peer, { before: (page) => page.addInitScript(WATCH_TASKS) });
    const { page } = visitor;
    await visitor.go('#/chain');
    await visitor.sees(shown(BLOCKS));
    for (const top of [BLOCKS - PAGE_BLOCKS, BLOCKS - 2 * PAGE_BLOCKS]) {
      await visitor.tabTo('Older');
      await page.keyboard.press('Enter');
      await visitor.sees(shown(top));
      expect(await rows(page)).toBe(PAGE_BLOCKS);
    }
    await visitor.tabTo('Newer');
    await page.keyboard.press('Enter');
    await visitor.sees(shown(BLOCKS - PAGE_BLOCKS));
    await visitor.tabTo('Oldest');
    await page.keyboard.press('Enter');
    await visitor.sees(`Cheeses ${PAGE_BLOCKS - 1} down to the raclette`);
    expect(await rows(page)).toBe(PAGE_BLOCKS);
    await visitor.tabTo('Newest');
    await page.keyboard.press('Enter');
    await visitor.sees(shown(BLOCKS));
    expect(await page.evaluate('longestTaskMs')).toBeLessThan(MAX_TASK_MS);
  }, 120_000);

  it('makes no view longer than a young chain does', async () => {
    const visitor = await stage.visitor(peer);
    const views = [
      ['#/', 'Newest cheeses'],
      ['#/chain', shown(BLOCKS)],
      ['#/branches', 'No branch beside it'],
      ['#/charts', 'The newest 200 cheeses'],
    ] as const;
    for (const [fragment, sentence] of views) {
      await visitor.go(fragment);
      await visitor.sees(sentence);
      await visitor.settled();
      const elements = await visitor.page.locator('*').count();
      expect({ fragment, fits: elements < MAX_ELEMENTS }).toEqual({ fragment, fits: true });
    }
  }, 60_000);

  it('is searched by height down to the first', async () => {
    const visitor = await stage.visitor(peer);
    const search = visitor.page.getByRole('textbox', { name: /^Search by height/ });
    await search.fill('1');
    await search.press('Enter');
    await visitor.page.getByRole('heading', { name: 'Cheese 1', exact: true, level: 1 }).waitFor();
    await visitor.sees(/^10\u202f000$/, visitor.page.locator('dt:has-text("Confirmations") + dd'));
  }, 60_000);
});

/** What stands above a page of the list that begins at this height. */
function shown(top: number): string {
  const words = (height: number) => String(height).replace(/\B(?=(\d{3})+$)/, '\u202f');
  return `Cheeses ${words(top)} to ${words(top - PAGE_BLOCKS + 1)}`;
}

function rows(page: Page): Promise<number> {
  return page.getByRole('region', { name: 'Cheeses' }).getByRole('listitem').count();
}

/** Puts a store with a long chain where a peer will look for it; gives the file with its network's rules. */
async function writeLongChain(folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const chain = new FabricatedChain(1);
  const file = join(folder, 'network.json');
  writeFileSync(file, JSON.stringify(chain.network.parameters));
  const path = join(folder, 'chain.sqlite');
  const opened = await openSqliteStore({ path, genesisHash: chain.network.genesisHash, log: SILENT_LOG });
  if (!opened.ok) throw new Error(`no store: ${opened.refusal.code}`);
  await chain.write(opened.value, BLOCKS, 0);
  await opened.value.close();
  return file;
}
