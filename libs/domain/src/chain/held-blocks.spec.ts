import { buildBlock, buildChain, genesisPlace } from '#test/build-block';
import { testNetwork } from '#test/network';
import { openTestChain, takeAll } from '#test/test-chain';
import { until } from '#test/until';
import { nowSeconds } from '../primitives/clock.port.ts';
import { MAX_HELD_BLOCKS } from './held-blocks.ts';

const DRIFT_SECONDS = 100;
const network = testNetwork({ maxFutureDriftSeconds: DRIFT_SECONDS });
const genesis = genesisPlace(network);

describe('a block from the future', () => {
  it('at the very limit of the drift is taken at once', async () => {
    const { chain, clock } = await openTestChain(network);
    const block = buildBlock(network, genesis, { timestamp: nowSeconds(clock) + DRIFT_SECONDS });
    expect(await takeAll(chain, [block])).toEqual(['connected']);
  });

  it('a second beyond it waits, and is taken when the clock has come near', async () => {
    const { chain, clock } = await openTestChain(network);
    const block = buildBlock(network, genesis, { timestamp: nowSeconds(clock) + DRIFT_SECONDS + 3 });
    expect(await takeAll(chain, [block, block])).toEqual(['header-time-too-far-ahead', 'header-time-too-far-ahead']);
    expect(await chain.find(block.hash)).toBeUndefined();
    expect(clock.timers).toBe(1);
    clock.advance(2_999);
    expect(clock.timers).toBe(1);
    clock.advance(1);
    await until(() => chain.tip.hash === block.hash);
    expect(clock.timers).toBe(0);
  });

  it('connects on its own when somebody sends it again in time', async () => {
    const { chain, clock } = await openTestChain(network);
    const block = buildBlock(network, genesis, { timestamp: nowSeconds(clock) + DRIFT_SECONDS + 3 });
    await takeAll(chain, [block]);
    clock.advance(3_000);
    expect((await takeAll(chain, [block]))[0]).toBe('known');
  });

  it('that breaks another rule too is judged when its time has come', async () => {
    const { chain, clock } = await openTestChain(network);
    const timestamp = nowSeconds(clock) + DRIFT_SECONDS + 1;
    const block = buildBlock(network, genesis, { timestamp, rewardAmount: 0 });
    expect(await takeAll(chain, [block])).toEqual(['header-time-too-far-ahead']);
    clock.advance(1_000);
    await chain.queue.run(async () => {});
    await chain.queue.idle();
    expect((await chain.find(block.hash))?.invalidCode).toBe('ledger-reward-amount');
  });

  it('is dropped when it is further ahead than any clock is wrong, and nothing waits for it', async () => {
    const { chain, clock } = await openTestChain(network);
    const block = buildBlock(network, genesis, { timestamp: nowSeconds(clock) + 2 * DRIFT_SECONDS + 1 });
    expect(await takeAll(chain, [block])).toEqual(['header-time-too-far-ahead']);
    expect(clock.timers).toBe(0);
  });

  it('is one of a bounded number', async () => {
    const { chain, clock } = await openTestChain(network);
    const timestamp = nowSeconds(clock) + DRIFT_SECONDS + 9;
    for (let extraNonce = 0; extraNonce < MAX_HELD_BLOCKS + 3; extraNonce++) {
      await chain.accept(buildBlock(network, genesis, { timestamp, extraNonce }));
    }
    expect(clock.timers).toBe(MAX_HELD_BLOCKS);
    await chain.close();
    expect(clock.timers).toBe(0);
  });

  it('is held no more when the chain was closed while it was looked at', async () => {
    const { chain, clock } = await openTestChain(network);
    const block = buildBlock(network, genesis, { timestamp: nowSeconds(clock) + DRIFT_SECONDS + 3 });
    const accepting = chain.accept(block);
    await chain.close();
    expect(await accepting).toMatchObject({ refusal: { code: 'header-time-too-far-ahead' } });
    expect(clock.timers).toBe(0);
  });

  it('stops a list of headers, which go on when the time has come', async () => {
    const { chain, clock } = await openTestChain(network);
    const now = nowSeconds(clock);
    const { blocks } = buildChain(network, 3, genesis, (index) => ({ timestamp: now + index * DRIFT_SECONDS }));
    const headers = blocks.map(({ header }) => header);
    const { accepted, refusal } = await chain.acceptHeaders(headers);
    expect([accepted.length, refusal?.code]).toEqual([2, 'header-time-too-far-ahead']);
    clock.advance(DRIFT_SECONDS * 1000);
    expect((await chain.acceptHeaders(headers)).accepted.length).toBe(3);
  });
});
