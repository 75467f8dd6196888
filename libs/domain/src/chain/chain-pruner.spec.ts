import { type BlockWish, buildChain, genesisPlace } from '#test/build-block';
import { testKey } from '#test/keys';
import { testNetwork } from '#test/network';
import { RecordingLog } from '#test/recording-log';
import { openTestChain, stateOf, takeAll } from '#test/test-chain';
import { until } from '#test/until';
import { ChainPruner, leastKeptBlocks } from './chain-pruner.ts';
import { checkChain } from './check-chain.ts';

const network = testNetwork({ rewardMaturityBlocks: 3 });
const KEPT = 20;
const long = buildChain(network, 120, genesisPlace(network));

/** A branch from above this height of the long chain. */
function branchFrom(height: number, count: number) {
  const { place } = buildChain(network, height, genesisPlace(network));
  const wish = (): BlockWish => ({ recipient: testKey(5).account });
  return buildChain(network, count, place, wish).blocks;
}

async function prunedChain(log = new RecordingLog()) {
  const test = await openTestChain(network, { log });
  const pruner = new ChainPruner({ chain: test.chain, clock: test.clock, log, keepBlocks: KEPT });
  pruner.start();
  await test.chain.acceptAll(long.blocks, 'normal');
  await until(() => log.lines.some(({ message }) => message === 'old blocks are pruned'));
  await pruner.stop();
  return { ...test, log };
}

describe('a pruned chain', () => {
  it('keeps at least so many of its newest blocks, goes on, and is sound', async () => {
    const { chain, store, clock } = await prunedChain();
    const { bodiesBelow, undoBelow } = await store.pruned();
    expect(bodiesBelow).toBeGreaterThan(0);
    expect(bodiesBelow).toBeLessThanOrEqual(120 - KEPT + 1);
    expect(undoBelow).toBe(bodiesBelow + 4);
    for (const { hash } of long.blocks.slice(0, bodiesBelow - 1)) expect(await chain.block(hash)).toBeUndefined();
    expect((await chain.block(long.blocks[bodiesBelow]?.hash as never))?.hash).toBe(long.blocks[bodiesBelow]?.hash);
    expect((await chain.find(long.blocks[0]?.hash as never))?.height).toBe(1);
    const next = buildChain(network, 1, long.place).blocks;
    expect(await takeAll(chain, next)).toEqual(['connected']);
    expect((await checkChain(store, network, { clock })).faults).toEqual([]);
  });

  it('still reorganises where it can be undone, and says so where it cannot', async () => {
    const { chain, store, log } = await prunedChain();
    const { undoBelow } = await store.pruned();
    const deep = branchFrom(undoBelow - 2, 120 - undoBelow + 4);
    expect(new Set(await takeAll(chain, deep))).toEqual(new Set(['stored']));
    expect(chain.tip.hash).toBe(long.place.parent.hash);
    expect(JSON.stringify(log.lines)).toContain('pruned');
    const reachable = branchFrom(undoBelow - 1, 120 - undoBelow + 2);
    expect((await takeAll(chain, reachable)).at(-1)).toBe('connected');
    expect(await stateOf(chain, 5)).toBeDefined();
  });

  it('knows after a restart what it has pruned', async () => {
    const test = await prunedChain();
    const { undoBelow } = await test.store.pruned();
    const { chain } = await test.restart();
    const deep = branchFrom(undoBelow - 2, 120 - undoBelow + 4);
    expect(new Set(await takeAll(chain, deep))).toEqual(new Set(['stored']));
    expect(await chain.block(long.blocks[0]?.hash as never)).toBeUndefined();
  });

  it('keeps more where rewards mature later', () => {
    expect(leastKeptBlocks({ rewardMaturityBlocks: 20 }) - leastKeptBlocks({ rewardMaturityBlocks: 0 })).toBe(20);
  });
});
