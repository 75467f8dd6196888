import { buildBlock, buildChain, genesisPlace, placeAfter } from '#test/build-block';
import { testKey } from '#test/keys';
import { testAllocations, testNetwork } from '#test/network';
import { openTestChain, stateOf, takeAll } from '#test/test-chain';
import { testTransfer } from '#test/transfer';

const MINER = 7;
const recipient = testKey(MINER).account;
const subsidy = testNetwork().parameters.initialSubsidy;

function networkOf(rewardMaturityBlocks: number) {
  return testNetwork({ rewardMaturityBlocks, allocations: testAllocations(1, 1_000) });
}

describe.each([0, 5, 20])('a reward that matures after %i blocks', (maturity) => {
  const network = networkOf(maturity);
  const { blocks, place } = buildChain(network, 1 + maturity, genesisPlace(network), (index) =>
    index === 0 ? { recipient } : {},
  );
  const spend = testTransfer(network, { from: MINER, to: 1, nonce: 0, amount: subsidy });

  it('is credited by the block that is so much higher, after its transactions', async () => {
    const { chain } = await openTestChain(network);
    for (const block of blocks) {
      expect(await stateOf(chain, MINER)).toBeUndefined();
      expect(await takeAll(chain, [block])).toEqual(['connected']);
    }
    expect(chain.tip.height).toBe(1 + maturity);
    expect(await stateOf(chain, MINER)).toEqual({ balance: subsidy, nonce: 0 });
  });

  it('can be spent from the next block on', async () => {
    const { chain } = await openTestChain(network);
    await takeAll(chain, blocks);
    expect(await takeAll(chain, [buildBlock(network, place, { transactions: [spend] })])).toEqual(['connected']);
    expect(await stateOf(chain, MINER)).toEqual({ balance: 0, nonce: 1 });
  });

  it('cannot be spent in the block that credits it', async () => {
    const { chain } = await openTestChain(network);
    const below = buildChain(network, maturity, genesisPlace(network), (index) => (index === 0 ? { recipient } : {}));
    const early = buildBlock(network, below.place, { transactions: [spend], recipient });
    expect((await takeAll(chain, [...below.blocks, early])).at(-1)).toBe('ledger-balance-insufficient');
  });

  it('is credited on every branch for that branch’s own ancestor, and taken back with it', async () => {
    const { chain } = await openTestChain(network);
    await takeAll(chain, blocks);
    const other = buildChain(network, 2 + maturity, genesisPlace(network), () => ({ recipient: testKey(8).account }));
    await takeAll(chain, other.blocks);
    expect(chain.tip.hash).toBe(other.place.parent.hash);
    expect(await stateOf(chain, MINER)).toBeUndefined();
    expect(await stateOf(chain, 8)).toEqual({ balance: 2 * subsidy, nonce: 0 });
  });

  it('is credited all the same when one batch brings the blocks from its own to the one that credits it', async () => {
    const test = await openTestChain(network);
    await test.chain.acceptAll(blocks, 'normal');
    expect(await stateOf(test.chain, MINER)).toEqual({ balance: subsidy, nonce: 0 });
    const { chain } = await test.restart();
    const next = buildBlock(network, place);
    expect(await takeAll(chain, [next])).toEqual(['connected']);
  });
});

describe('a reward of fees alone', () => {
  const network = testNetwork({ initialSubsidy: 0 as typeof subsidy, allocations: testAllocations(1, 1_000) });
  const genesis = genesisPlace(network);

  it('pays the fees, and nothing makes no account', async () => {
    const { chain } = await openTestChain(network);
    const empty = buildBlock(network, genesis, { recipient });
    expect(await takeAll(chain, [empty])).toEqual(['connected']);
    expect(await stateOf(chain, MINER)).toBeUndefined();
    const transactions = [testTransfer(network, { from: 0, to: 1, nonce: 0, amount: 1, fee: 9 })];
    const paid = buildBlock(network, placeAfter(network, genesis, empty.header), { transactions, recipient });
    expect(await takeAll(chain, [paid])).toEqual(['connected']);
    expect(await stateOf(chain, MINER)).toEqual({ balance: 9, nonce: 0 });
  });

  it('pays its miner’s own fee back to him', async () => {
    const { chain } = await openTestChain(network);
    const transactions = [testTransfer(network, { from: 0, to: 0, nonce: 0, amount: 1_000 - 9, fee: 9 })];
    const block = buildBlock(network, genesis, { transactions, recipient: testKey(0).account });
    expect(await takeAll(chain, [block])).toEqual(['connected']);
    expect(await stateOf(chain, 0)).toEqual({ balance: 1_000, nonce: 1 });
  });
});
