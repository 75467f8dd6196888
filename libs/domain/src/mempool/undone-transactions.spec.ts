import { buildBlock, buildChain, genesisPlace, placeAfter } from '#test/build-block';
import { testAllocations, testNetwork } from '#test/network';
import { openTestChain, type TestChain, takeAll } from '#test/test-chain';
import { TestOpenTransactions } from '#test/test-open-transactions';
import { testTransfer } from '#test/transfer';
import { UNDONE_DEPTH_BLOCKS, undoneTransactions } from './undone-transactions.ts';

const network = testNetwork({ allocations: testAllocations(3, 1_000_000) });
const pay = (nonce: number) => testTransfer(network, { from: 0, to: 1, nonce, fee: 2_000, amount: 10 });
const genesis = genesisPlace(network);
const paid = buildBlock(network, genesis, { transactions: [pay(0), pay(1)], extraNonce: 1 });

/** A chain that confirmed two payments and then left their block for a longer branch without them. */
async function reorganised(branchLength = 2) {
  const world = await openTestChain(network);
  const branch = buildChain(network, branchLength, genesis, () => ({ extraNonce: 2 })).blocks;
  await takeAll(world.chain, [paid, ...branch]);
  return world;
}

/** Opens them again as a start does; gives how many were not stored. */
async function reopen(after: TestOpenTransactions, { chain, store }: Pick<TestChain, 'chain' | 'store'>) {
  return (await after.restore(await undoneTransactions(chain, store))).reopened;
}

describe('after a crash between a reorganisation and what it gave back', () => {
  it('the payments of the undone block are open again, and stored', async () => {
    const world = await reorganised();
    const after = new TestOpenTransactions(await world.restart());
    expect(await reopen(after, world)).toBe(2);
    expect(after.mempool.view.pendingOf(pay(0).senderAccount).nextNonce).toBe(2);
    expect(await after.store.load()).toHaveLength(2);
    expect(after.verifier.checks).toBe(2);
  });

  it('those that followed them and were stored stay open, more of them than may wait behind a gap', async () => {
    const world = await reorganised();
    const { store } = new TestOpenTransactions(world);
    const following = Array.from({ length: 40 }, (_, at) => pay(2 + at));
    const added = following.map(({ id, bytes }) => ({ id, bytes, firstSeenMs: world.clock.nowMs() }));
    await store.write({ added, removed: [], durability: 'full' });
    const after = new TestOpenTransactions(world, store);
    expect(await after.restore(await undoneTransactions(world.chain, world.store))).toEqual({
      restored: 40,
      refused: 0,
      reopened: 2,
    });
    expect(after.mempool.view.pendingOf(pay(0).senderAccount).nextNonce).toBe(42);
    expect(await store.load()).toHaveLength(42);
  });

  it('what took the place of one of them stays, whatever each pays', async () => {
    const world = await reorganised();
    const { store } = new TestOpenTransactions(world);
    const { id, bytes } = testTransfer(network, { from: 0, to: 1, nonce: 0, fee: 1_000, amount: 20 });
    await store.write({ added: [{ id, bytes, firstSeenMs: world.clock.nowMs() }], removed: [], durability: 'full' });
    const after = new TestOpenTransactions(world, store);
    expect(await reopen(after, world)).toBe(1);
    expect([after.mempool.view.has(id), after.mempool.view.has(pay(0).id)]).toEqual([true, false]);
  });

  it('those that the other branch confirmed as well are not', async () => {
    const world = await openTestChain(network);
    const first = buildBlock(network, genesis, { transactions: [pay(0)], extraNonce: 2 });
    const place = placeAfter(network, genesis, first.header);
    await takeAll(world.chain, [paid, first, buildBlock(network, place, { extraNonce: 2 })]);
    const after = new TestOpenTransactions(world);
    expect(await reopen(after, world)).toBe(1);
    expect(after.mempool.view.has(pay(1).id)).toBe(true);
  });

  it('nothing is opened twice, and nothing when no block was undone', async () => {
    const world = await reorganised();
    const after = new TestOpenTransactions(world);
    await reopen(after, world);
    expect(await reopen(after, world)).toBe(0);
    const calm = await openTestChain(network);
    await takeAll(calm.chain, [paid]);
    const quiet = new TestOpenTransactions(calm);
    expect(await reopen(quiet, calm)).toBe(0);
  });

  it('a start goes on where the body of an undone block is lost', async () => {
    const world = await reorganised();
    world.store.lose(paid.hash);
    const restarted = await world.restart();
    const after = new TestOpenTransactions(restarted);
    expect(await reopen(after, { chain: restarted.chain, store: world.store })).toBe(0);
  });

  it('a block that was undone long ago stays undone', async () => {
    const world = await reorganised(UNDONE_DEPTH_BLOCKS + 2);
    const after = new TestOpenTransactions(world);
    expect(await reopen(after, world)).toBe(0);
  });
});
