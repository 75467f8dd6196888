import { buildBlock, genesisPlace } from '#test/build-block';
import { testNetwork } from '#test/network';
import { RecordingLog } from '#test/recording-log';
import { openTestChain } from '#test/test-chain';

describe('followers of the chain', () => {
  it('hear of a block one after the other, and one that fails keeps neither the block nor the next from its place', async () => {
    const log = new RecordingLog();
    const { network, chain } = await openTestChain(testNetwork(), { log });
    const heard: string[] = [];
    chain.follow(async ({ tip }) => {
      heard.push(`first ${tip.height}`);
      throw new Error('a fault of the follower');
    });
    chain.follow(async ({ tip }) => {
      heard.push(`second ${tip.height}`);
    });
    const outcome = await chain.accept(buildBlock(network, genesisPlace(network)));
    expect(outcome.kind).toBe('connected');
    expect(heard).toEqual(['first 1', 'second 1']);
    expect(JSON.stringify(log)).toContain('a fault of the follower');
  });
});
