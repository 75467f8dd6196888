import { buildBlock, buildChain, genesisPlace, placeAfter } from '#test/build-block';
import { buildHeaders } from '#test/build-headers';
import { testKey } from '#test/keys';
import { testNetwork } from '#test/network';
import { openTestChain, stateOf, takeAll } from '#test/test-chain';
import type { Block } from '../block/block.ts';
import type { Header } from '../block/header.ts';
import { HEADER_WINDOW, HEADERS_AHEAD_WINDOW, HeaderTree } from './header-tree.ts';

const network = testNetwork();
const genesis = genesisPlace(network);
const long = buildChain(network, HEADER_WINDOW + 50);

describe('headers in memory', () => {
  it('are those of the window below the tip; older ones come from the store, also after a restart', async () => {
    const test = await openTestChain(network);
    await test.chain.acceptAll(long.blocks, 'normal');
    for (const { chain } of [test, await test.restart()]) {
      expect(chain.headersInMemory).toBe(HEADER_WINDOW + 1);
      const second = long.blocks[1] as Block;
      expect((await chain.at(2))?.hash).toBe(second.hash);
      expect((await chain.find(second.hash))?.height).toBe(2);
      expect((await chain.block(second.hash))?.bytes).toEqual(second.bytes);
      expect(await takeAll(chain, [second])).toEqual(['known']);
    }
  });

  it('are not more for old forks, however deep', async () => {
    const { chain } = await openTestChain(network);
    await chain.acceptAll(long.blocks, 'normal');
    for (let extraNonce = 1; extraNonce <= 20; extraNonce++) {
      expect(await takeAll(chain, [buildBlock(network, genesis, { extraNonce })])).toEqual(['stored']);
    }
    expect(chain.headersInMemory).toBe(HEADER_WINDOW + 1);
    expect((await takeAll(chain, [buildBlock(network, long.place)]))[0]).toBe('connected');
  });

  it('do not limit how deep a reorganisation goes', async () => {
    const test = await openTestChain(network);
    await test.chain.acceptAll(long.blocks, 'normal');
    const other = buildChain(network, HEADER_WINDOW + 51, genesis, () => ({ recipient: testKey(5).account }));
    await test.chain.acceptAll(other.blocks, 'normal');
    expect(test.chain.tip.hash).toBe(other.place.parent.hash);
    const { initialSubsidy } = network.parameters;
    expect(await stateOf(test.chain, 5)).toEqual({ balance: other.blocks.length * initialSubsidy, nonce: 0 });
    expect(await stateOf(test.chain, 0)).toBeUndefined();
    expect((await test.chain.at(2))?.hash).toBe(other.blocks[1]?.hash);
    const { chain } = await test.restart();
    expect(chain.tip.hash).toBe(other.place.parent.hash);
  });

  it('are not more for headers that are far ahead of their bodies: those wait in the store', async () => {
    const heights = HEADERS_AHEAD_WINDOW + 3_000;
    const headers = buildHeaders(network, heights);
    const test = await openTestChain(network);
    for (let from = 0; from < heights; from += 2_000) await test.chain.acceptHeaders(headers.slice(from, from + 2_000));
    for (const { chain } of [test, await test.restart()]) {
      expect(chain.headersInMemory).toBe(HEADERS_AHEAD_WINDOW + 1);
      const last = headers.at(-1) as Header;
      expect((await chain.find(last.hash))?.height).toBe(heights);
    }
    expect(test.chain.bestHeader.height).toBe(heights);
  }, 60_000);

  it('get a verdict from below, and are forgotten above the window, where it does not reach', async () => {
    const bad = buildBlock(network, genesis, { rewardAmount: 1 });
    const headers = buildHeaders(network, HEADERS_AHEAD_WINDOW + 2, placeAfter(network, genesis, bad.header));
    const { chain, store } = await openTestChain(network);
    await chain.acceptHeaders([bad.header, ...headers]);
    const [top, above] = headers.slice(HEADERS_AHEAD_WINDOW - 1) as [Header, Header];
    expect(chain.bestHeader.height).toBe(HEADERS_AHEAD_WINDOW + 3);
    expect(await takeAll(chain, [bad])).toEqual(['ledger-reward-amount']);
    expect(chain.bestHeader.height).toBe(0);
    expect((await store.entry(headers[HEADERS_AHEAD_WINDOW - 2]?.hash as Header['hash']))?.status).toBe('invalid');
    expect(await store.entry(top.hash)).toBeUndefined();
    const { refusal } = await chain.acceptHeaders([top, above]);
    expect(refusal?.code).toBe('block-previous-invalid');
  }, 60_000);

  it('come into memory when the tip comes near', async () => {
    const [one, two] = buildHeaders(network, 2) as [Header, Header];
    const test = await openTestChain(network);
    await test.chain.acceptHeaders([one, two]);
    const tree = new HeaderTree(test.store);
    await tree.moveTo(-HEADERS_AHEAD_WINDOW);
    expect([tree.size, tree.top, tree.childrenOf(one.hash)]).toEqual([1, 0, []]);
    await tree.moveTo(2 - HEADERS_AHEAD_WINDOW);
    expect([tree.size, tree.childrenOf(one.hash).map(({ hash }) => hash)]).toEqual([3, [two.hash]]);
    await tree.moveTo(1 - HEADERS_AHEAD_WINDOW);
    expect([tree.size, tree.childrenOf(one.hash)]).toEqual([2, []]);
  });

  it('come back into memory when a shorter chain with more work takes the tip down', async () => {
    const [one, two, three] = buildHeaders(network, 3) as [Header, Header, Header];
    const test = await openTestChain(network);
    await test.chain.acceptHeaders([one, two, three]);
    const tree = new HeaderTree(test.store);
    await tree.moveTo(HEADER_WINDOW + 3);
    expect([tree.size, tree.childrenOf(one.hash)]).toEqual([1, []]);
    await tree.moveTo(HEADER_WINDOW + 1);
    expect(tree.size).toBe(3);
    expect(tree.childrenOf(one.hash).map(({ hash }) => hash)).toEqual([two.hash]);
    expect(tree.childrenOf(two.hash).map(({ hash }) => hash)).toEqual([three.hash]);
  });

  it('never include one that is put below or above the window', async () => {
    const tree = new HeaderTree({
      entry: async () => undefined,
      entryAt: async () => undefined,
      treeBetween: async () => [],
    });
    const { parent } = buildChain(network, 1).place;
    const high = { ...parent, height: HEADER_WINDOW + 2 };
    await tree.moveTo(high.height);
    for (const height of [1, high.height + HEADERS_AHEAD_WINDOW + 1]) tree.put({ ...parent, height });
    expect(tree.size).toBe(0);
    tree.put(high);
    expect([tree.size, tree.peek(parent.hash)?.height]).toEqual([1, high.height]);
  });
});
