import { checkDelivery } from '#domain/block/delivery-rules';
import { checkBodyStructure, checkHeaderStructure } from '#domain/block/structural-rules';
import { chainContextOf } from '#domain/chain/chain-context';
import { checkHeaderContext } from '#domain/chain/header-context-rules';
import { PRESETS } from '#domain/network-params/presets';
import { buildBlock, buildChain, genesisPlace, placeAfter } from '#test/build-block';
import { testAddress, testKey } from '#test/keys';
import { mineNot } from '#test/mine';
import { testAllocations, testNetwork } from '#test/network';
import { testTransfer } from '#test/transfer';

const network = testNetwork({ allocations: testAllocations(3, 1_000_000) });
const context = chainContextOf(network);

describe('the blocks that tests build', () => {
  it('break no rule that can be looked at without balances', () => {
    let place = genesisPlace(network);
    for (let height = 1; height <= 20; height++) {
      const transactions = [testTransfer(network, { from: 1, to: 2, nonce: height - 1, fee: 3, memo: `${height}` })];
      const block = buildBlock(network, place, { transactions });
      expect(checkDelivery(block, network.parameters.maxBlockBytes)).toBeUndefined();
      expect(checkHeaderStructure(block.header, context)).toBeUndefined();
      expect(checkBodyStructure(block, context)).toBeUndefined();
      const headers = { difficulty: network.difficultyRule, ...network.parameters };
      expect(checkHeaderContext(block.header, place, headers, block.header.timestamp)).toBeUndefined();
      expect(block.reward.height).toBe(height);
      place = placeAfter(network, place, block.header);
    }
    expect(place.parent.height).toBe(20);
  });

  it('are the same in every run, and twins differ by their extra nonce', () => {
    const once = buildChain(network, 3).blocks.map(({ hash }) => hash);
    expect(buildChain(network, 3).blocks.map(({ hash }) => hash)).toEqual(once);
    const twins = buildChain(network, 3, genesisPlace(network), () => ({ extraNonce: 1 }));
    expect(new Set([...once, ...twins.blocks.map(({ hash }) => hash)]).size).toBe(6);
  });

  it('can lack the work', () => {
    const header = mineNot(buildBlock(network, genesisPlace(network), { mined: false }).header);
    expect(checkHeaderStructure(header, context)?.code).toBe('header-work-insufficient');
  });

  it('follow a difficulty that moves', () => {
    const { devnet } = PRESETS;
    const moving = testNetwork({ ...devnet, retarget: true, targetSpacingSeconds: 10, minTimestampStepSeconds: 1 });
    const rising = buildChain(moving, 12, genesisPlace(moving), () => ({}));
    expect(rising.place.parent.height).toBe(12);
    const last = rising.place;
    const late = buildBlock(moving, last, { timestamp: last.parent.header.timestamp + 720 });
    expect(checkHeaderStructure(late.header, chainContextOf(moving))).toBeUndefined();
  });
});

describe('a test key', () => {
  it('is the same in every run', () => {
    expect(testAddress(1)).toBe(testAddress(1));
    expect(testKey(1).account).not.toBe(testKey(2).account);
  });
});
