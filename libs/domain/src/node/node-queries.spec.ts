import { buildBlock, buildChain, genesisPlace } from '#test/build-block';
import { testKey } from '#test/keys';
import { testAllocations, testNetwork } from '#test/network';
import { openTestChain, takeAll } from '#test/test-chain';
import { TestOpenTransactions } from '#test/test-open-transactions';
import { testTransfer } from '#test/transfer';
import { NodeQueries } from './node-queries.ts';

const network = testNetwork({ allocations: testAllocations(4, 1_000_000) });
const genesis = genesisPlace(network);

describe('an account’s history', () => {
  it('has no line of somebody else where another block came while it was read', async () => {
    const world = await openTestChain(network);
    const { store, chain } = world;
    const pay = (from: number) => testTransfer(network, { from, to: 3, nonce: 0, amount: 5 });
    const first = buildBlock(network, genesis, { transactions: [pay(0)], recipient: testKey(0).account });
    const other = buildChain(network, 2, genesis, (index) => ({
      transactions: index === 0 ? [pay(1)] : [],
      recipient: testKey(1).account,
    }));
    await takeAll(chain, [first]);
    const queries = new NodeQueries(
      chain,
      {
        transactionPlace: (id) => store.transactionPlace(id),
        treeBetween: (from, to) => store.treeBetween(from, to),
        blockBytes: (hash) => store.blockBytes(hash),
        accountHistory: async (...wanted) => {
          const places = await store.accountHistory(...wanted);
          await takeAll(chain, other.blocks);
          return places;
        },
      },
      new TestOpenTransactions(world).mempool.view,
    );
    expect(await queries.history(testKey(0).account, undefined, 10)).toEqual([]);
    expect(chain.tip.height).toBe(2);
    expect((await queries.history(testKey(3).account, undefined, 10)).map(({ height }) => height)).toEqual([1]);
  });
});
