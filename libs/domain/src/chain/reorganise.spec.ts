import { buildBlock, buildChain, genesisPlace, placeAfter } from '#test/build-block';
import { testKey } from '#test/keys';
import { testAllocations, testNetwork } from '#test/network';
import { bestHashes, openTestChain, stateOf, type TestChain, takeAll } from '#test/test-chain';
import { testTransfer } from '#test/transfer';
import type { Block } from '../block/block.ts';
import type { ChainChange } from './chain-change.ts';

const network = testNetwork({ allocations: testAllocations(3, 1_000_000) });
const genesis = genesisPlace(network);
const subsidy = network.parameters.initialSubsidy;
/** Here a block that comes late is easier and counts less. */
const moving = testNetwork({ retarget: true, targetSpacingSeconds: 10, startingBits: 0x2000ffff });
const start = genesisPlace(moving);

/** `count` blocks that pay test key `miner`, so that two branches differ. */
function branch(count: number, miner: number, from = genesis) {
  return buildChain(network, count, from, () => ({ recipient: testKey(miner).account }));
}

/** Everything of a chain that a change could touch. */
async function everything({ chain, store }: TestChain) {
  return {
    tip: chain.tip,
    best: await bestHashes(chain),
    bestHeader: chain.bestHeader,
    states: await Promise.all([0, 1, 2, 3, 4, 5].map((seed) => stateOf(chain, seed))),
    totals: await store.accountTotals(),
  };
}

describe('the best chain', () => {
  it('is the one with more work, even when it is shorter', async () => {
    // Each of these took four times N·T: their targets are eased sixteenfold.
    const slow = buildChain(moving, 3, start, (index) => ({
      timestamp: start.parent.header.timestamp + (index + 1) * 1_440,
    }));
    const quick = buildChain(moving, 2, start);
    expect(quick.place.parent.totalWork).toBeGreaterThan(slow.place.parent.totalWork);
    const { chain } = await openTestChain(moving);
    expect(await takeAll(chain, slow.blocks)).toEqual(['connected', 'connected', 'connected']);
    await takeAll(chain, quick.blocks);
    expect(await bestHashes(chain)).toEqual(quick.blocks.map(({ hash }) => hash));
    expect(await chain.at(3)).toBeUndefined();
  });

  it('is of equals the one that was complete first, also after a restart', async () => {
    const test = await openTestChain(network);
    const [first, second] = [branch(2, 4), branch(2, 5)];
    expect(await takeAll(test.chain, first.blocks)).toEqual(['connected', 'connected']);
    expect(await takeAll(test.chain, second.blocks)).toEqual(['stored', 'stored']);
    expect(test.chain.tip.hash).toBe(first.place.parent.hash);
    const { chain } = await test.restart();
    expect(chain.tip.hash).toBe(first.place.parent.hash);
  });

  it('is not the one whose last body came first while one below was missing', async () => {
    const { chain } = await openTestChain(network);
    const [late, prompt] = [branch(2, 4), branch(2, 5)];
    await chain.acceptHeaders(late.blocks.map(({ header }) => header));
    await takeAll(chain, [late.blocks[1] as Block, ...prompt.blocks]);
    expect(await takeAll(chain, [late.blocks[0] as Block])).toEqual(['stored']);
    expect(chain.tip.hash).toBe(prompt.place.parent.hash);
  });

  it('is the one with more work also when one body completes both it and a longer one', async () => {
    const root = buildChain(moving, 1, start);
    const rootTime = root.place.parent.header.timestamp;
    const slow = buildChain(moving, 3, root.place, (index) => ({ timestamp: rootTime + (index + 1) * 1_440 }));
    const quick = buildChain(moving, 2, root.place);
    const above = [...slow.blocks, ...quick.blocks];
    const { chain } = await openTestChain(moving);
    await chain.acceptHeaders([...root.blocks, ...above].map(({ header }) => header));
    expect(await takeAll(chain, [...above, ...root.blocks])).toEqual([...above.map(() => 'stored'), 'connected']);
    expect(chain.tip.hash).toBe(quick.place.parent.hash);
  });

  it('is of equals that one body completes the one whose own body came first', async () => {
    const root = branch(1, 3);
    const [first, second] = [branch(1, 4, root.place), branch(1, 5, root.place)];
    for (const [early, late] of [
      [first, second],
      [second, first],
    ] as const) {
      const { chain } = await openTestChain(network);
      const blocks = [...root.blocks, ...first.blocks, ...second.blocks];
      await chain.acceptHeaders(blocks.map(({ header }) => header));
      await takeAll(chain, [...early.blocks, ...late.blocks, ...root.blocks]);
      expect(chain.tip.hash).toBe(early.place.parent.hash);
    }
  });

  it('is left for a longer branch and come back to when it grows again', async () => {
    const { chain } = await openTestChain(network);
    const [left, right] = [branch(2, 4), branch(3, 5)];
    const changes: string[][] = [];
    chain.follow(async ({ disconnected, connected }: ChainChange) => {
      changes.push([...disconnected, ...connected].map(({ entry }) => entry.hash));
    });
    await takeAll(chain, left.blocks);
    expect(await takeAll(chain, right.blocks)).toEqual(['stored', 'stored', 'connected']);
    const [l1, l2] = left.blocks.map(({ hash }) => hash);
    const [r1, r2, r3] = right.blocks.map(({ hash }) => hash);
    expect(await stateOf(chain, 4)).toBeUndefined();
    expect(await stateOf(chain, 5)).toEqual({ balance: 3 * subsidy, nonce: 0 });
    const more = branch(2, 4, left.place);
    expect(await takeAll(chain, more.blocks)).toEqual(['stored', 'connected']);
    const [l3, l4] = more.blocks.map(({ hash }) => hash);
    expect(changes).toEqual([[l1], [l2], [l2, l1, r1, r2, r3], [r3, r2, r1, l1, l2, l3, l4]]);
    expect(await stateOf(chain, 5)).toBeUndefined();
    expect(await stateOf(chain, 4)).toEqual({ balance: 4 * subsidy, nonce: 0 });
  });

  it('may change twice within one batch', async () => {
    const test = await openTestChain(network);
    const [left, right] = [branch(2, 4), branch(3, 5)];
    const more = branch(2, 4, left.place);
    await takeAll(test.chain, left.blocks);
    const kinds = (await test.chain.acceptAll([...right.blocks, ...more.blocks], 'normal')).map(({ kind }) => kind);
    expect(kinds).toEqual(['stored', 'stored', 'connected', 'stored', 'connected']);
    expect(await bestHashes(test.chain)).toEqual([...left.blocks, ...more.blocks].map(({ hash }) => hash));
    expect(await stateOf(test.chain, 5)).toBeUndefined();
    const again = await test.restart();
    expect(await everything(again)).toEqual(await everything(test));
    const beyond = branch(2, 5, right.place);
    expect(await takeAll(again.chain, beyond.blocks)).toEqual(['stored', 'connected']);
    expect(await stateOf(again.chain, 5)).toEqual({ balance: 5 * subsidy, nonce: 0 });
  });

  it('is not the only one whose blocks are written in bounded portions: those that wait are, too', async () => {
    const { chain, store } = await openTestChain(network);
    await takeAll(chain, branch(80, 4).blocks);
    const before = store.writes.length;
    await chain.acceptAll(branch(70, 5).blocks, 'normal');
    expect(store.writes.slice(before).map(({ bodies }) => bodies.length)).toEqual([32, 32, 6]);
  });

  it('leaves deeper within one batch than that batch had connected', async () => {
    const { chain } = await openTestChain(network);
    const stem = branch(1, 3);
    const [left, middle] = [branch(2, 4, stem.place), branch(3, 5, stem.place)];
    const deep = branch(5, 6);
    await takeAll(chain, [...stem.blocks, ...left.blocks]);
    let heard: ChainChange | undefined;
    chain.follow(async (change) => {
      heard = change;
    });
    await chain.acceptAll([...middle.blocks, ...deep.blocks], 'normal');
    expect(await bestHashes(chain)).toEqual(deep.blocks.map(({ hash }) => hash));
    const undone = [...left.blocks].reverse().concat(stem.blocks);
    expect(heard?.disconnected.map(({ entry }) => entry.hash)).toEqual(undone.map(({ hash }) => hash));
    expect(await stateOf(chain, 6)).toEqual({ balance: 5 * subsidy, nonce: 0 });
    expect(await Promise.all([3, 4, 5].map((seed) => stateOf(chain, seed)))).toEqual([undefined, undefined, undefined]);
  });
});

describe('a reorganisation', () => {
  it('whose third block breaks a rule leaves everything as before', async () => {
    const test = await openTestChain(network);
    const { chain } = test;
    const stay = branch(2, 4);
    await takeAll(chain, stay.blocks);
    const before = await everything(test);
    let changes = 0;
    chain.follow(async () => {
      changes++;
    });
    const start = branch(2, 5);
    const transactions = [testTransfer(network, { from: 0, to: 1, nonce: 1 })];
    const third = buildBlock(network, start.place, { transactions });
    const above = branch(2, 5, placeAfter(network, start.place, third.header));
    await chain.acceptHeaders([...start.blocks, third, ...above.blocks].map(({ header }) => header));
    // The bodies above come first: the third block's completes them all, and its own breach refuses them all.
    await takeAll(chain, above.blocks);
    expect(await takeAll(chain, [...start.blocks, third])).toEqual(['stored', 'stored', 'ledger-nonce']);
    expect(await everything(test)).toEqual(before);
    expect(changes).toBe(0);
    for (const { hash } of [third, ...above.blocks]) {
      expect(await chain.find(hash)).toMatchObject({ status: 'invalid', invalidCode: 'ledger-nonce' });
    }
    expect((await chain.find(start.blocks[1]?.hash as Block['hash']))?.status).toBe('body');
  });

  it('that fails high up falls back to the best chain below the breach', async () => {
    const { chain } = await openTestChain(network);
    await takeAll(chain, branch(1, 4).blocks);
    const good = branch(3, 5);
    const bad = buildBlock(network, good.place, { rewardAmount: subsidy - 1 });
    const root = good.blocks[0] as Block;
    const rest = [...good.blocks.slice(1), bad];
    await chain.acceptHeaders([root, ...rest].map(({ header }) => header));
    expect(await takeAll(chain, rest)).toEqual(['stored', 'stored', 'stored']);
    expect(await takeAll(chain, [root])).toEqual(['connected']);
    expect(chain.tip.hash).toBe(good.place.parent.hash);
    expect((await chain.find(bad.hash))?.status).toBe('invalid');
    expect(await stateOf(chain, 5)).toEqual({ balance: 3 * subsidy, nonce: 0 });
  });

  it('that fails on the longest branch tries the next best one', async () => {
    const { chain } = await openTestChain(network);
    await takeAll(chain, branch(1, 4).blocks);
    const stem = branch(1, 5);
    const bad = buildBlock(network, stem.place, { rewardAmount: 0 });
    const longest = [bad, ...branch(3, 5, placeAfter(network, stem.place, bad.header)).blocks];
    const next = branch(2, 3, stem.place);
    await chain.acceptHeaders([...stem.blocks, ...longest, ...next.blocks].map(({ header }) => header));
    await takeAll(chain, [...longest, ...next.blocks]);
    expect(await takeAll(chain, stem.blocks)).toEqual(['connected']);
    expect(chain.tip.hash).toBe(next.place.parent.hash);
    expect(chain.bestHeader.hash).toBe(chain.tip.hash);
  });

  it('leaves transactions of the losing side spendable on the winning one', async () => {
    const { chain } = await openTestChain(network);
    const payment = testTransfer(network, { from: 0, to: 1, nonce: 0, amount: 600_000 });
    await takeAll(chain, [buildBlock(network, genesis, { transactions: [payment] })]);
    const other = branch(2, 5);
    await takeAll(chain, other.blocks);
    expect(await stateOf(chain, 0)).toEqual({ balance: 1_000_000, nonce: 0 });
    expect(await takeAll(chain, [buildBlock(network, other.place, { transactions: [payment] })])).toEqual([
      'connected',
    ]);
    expect(await stateOf(chain, 1)).toEqual({ balance: 1_600_000, nonce: 0 });
  });

  it('allows a double spend on the other side of a fork, and only one of the two stands', async () => {
    const { chain, store } = await openTestChain(network);
    const once = testTransfer(network, { from: 0, to: 1, nonce: 0, amount: 900_000 });
    const twice = testTransfer(network, { from: 0, to: 2, nonce: 0, amount: 900_000 });
    await takeAll(chain, [buildBlock(network, genesis, { transactions: [once] })]);
    const left = buildBlock(network, genesis, { transactions: [twice], recipient: testKey(5).account });
    const more = branch(1, 5, placeAfter(network, genesis, left.header));
    expect(await takeAll(chain, [left, ...more.blocks])).toEqual(['stored', 'connected']);
    expect(await Promise.all([0, 1, 2].map(async (seed) => (await stateOf(chain, seed))?.balance))).toEqual([
      100_000, 1_000_000, 1_900_000,
    ]);
    expect(await store.transactionPlace(once.id)).toBeUndefined();
    expect(await store.transactionPlace(twice.id)).toEqual({ blockHash: left.hash, height: 1, index: 0 });
  });
});
