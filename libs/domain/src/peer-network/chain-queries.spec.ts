import fc from 'fast-check';
import { buildChain, genesisPlace } from '#test/build-block';
import { bestHashes, openTestChain, type TestChain, takeAll } from '#test/test-chain';
import { ZERO_HASH } from '../primitives/hash.ts';
import { forkOf, locatorOf, missingBodies, statusOf } from './chain-queries.ts';
import { MAX_LOCATOR_HASHES } from './limits.ts';

describe('questions about the chain', () => {
  let test: TestChain;
  const blocks = 120;

  beforeAll(async () => {
    test = await openTestChain();
    await takeAll(test.chain, buildChain(test.network, blocks).blocks);
  });

  it('say where it ends', () => {
    const { height, hash, totalWork } = test.chain.tip;
    expect(statusOf(test.chain)).toEqual({ height, tipHash: hash, totalWork });
  });

  it('give a locator of the newest hashes, then ever fewer, genesis last', async () => {
    const hashes = [test.network.genesisHash, ...(await bestHashes(test.chain))];
    const heights = (await locatorOf(test.chain)).map((hash) => hashes.indexOf(hash));
    expect(heights).toEqual([120, 119, 118, 117, 116, 115, 114, 113, 112, 111, 109, 105, 97, 81, 49, 0]);
    expect(heights.length).toBeLessThanOrEqual(MAX_LOCATOR_HASHES);
  });

  it('find for every locator the first block that is on the best chain, as a plain search does', async () => {
    const hashes = [test.network.genesisHash, ...(await bestHashes(test.chain))];
    const heights = fc.array(fc.integer({ min: -1, max: blocks }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(heights, async (locator) => {
        const fork = await forkOf(
          test.chain,
          locator.map((height) => hashes[height] ?? ZERO_HASH),
        );
        expect(fork.height).toBe(locator.find((height) => height >= 0) ?? 0);
        expect(fork.hash).toBe(hashes[fork.height]);
      }),
    );
  });

  it('do not take a block of a branch for one of the best chain', async () => {
    const fresh = await openTestChain();
    const { blocks: best } = buildChain(fresh.network, 5);
    const { blocks: branch } = buildChain(fresh.network, 3, genesisPlace(fresh.network), () => ({ extraNonce: 9 }));
    await takeAll(fresh.chain, [...best, ...branch]);
    const locator = [...branch, ...best.slice(0, 2)].map(({ hash }) => hash).reverse();
    expect((await forkOf(fresh.chain, locator)).height).toBe(2);
  });

  it('list the bodies that are missing below a header, lowest first, and those alone', async () => {
    const fresh = await openTestChain();
    const { network, chain } = fresh;
    const { blocks: all } = buildChain(network, 12);
    await takeAll(chain, all.slice(0, 4));
    await chain.acceptHeaders(all.map(({ header }) => header));
    await takeAll(chain, [all[6], all[9]] as typeof all);
    const missing = await missingBodies(chain, chain.bestHeader);
    expect(missing.map(({ height }) => height)).toEqual([5, 6, 8, 9, 11, 12]);
    expect(await missingBodies(chain, chain.tip)).toEqual([]);
  });
});
