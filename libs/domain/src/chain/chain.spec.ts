import { buildBlock, buildChain, genesisPlace, placeAfter } from '#test/build-block';
import { testKey } from '#test/keys';
import { testAllocations, testNetwork } from '#test/network';
import { bestHashes, openTestChain, openTestChainOn, stateOf, takeAll } from '#test/test-chain';
import { testTransfer } from '#test/transfer';
import type { Block } from '../block/block.ts';
import type { ChainChange } from './chain-change.ts';

const network = testNetwork({ allocations: testAllocations(2, 1_000_000) });
const subsidy = network.parameters.initialSubsidy;

describe('a new chain', () => {
  it('begins with the genesis block and the allocations', async () => {
    const { chain, store } = await openTestChain(network);
    expect(chain.tip).toMatchObject({ hash: network.genesisHash, height: 0, status: 'connected' });
    expect(chain.bestHeader.hash).toBe(network.genesisHash);
    expect((await chain.block(network.genesisHash))?.hash).toBe(network.genesisHash);
    expect(await stateOf(chain, 0)).toEqual({ balance: 1_000_000, nonce: 0 });
    expect(await stateOf(chain, 2)).toBeUndefined();
    expect(await store.accountTotals()).toEqual({ accounts: 2, balance: 2_000_000n });
  });

  it('knows its genesis block when somebody delivers it', async () => {
    const { chain } = await openTestChain(network);
    expect(await takeAll(chain, [network.genesis])).toEqual(['known']);
  });

  it('refuses a store of another network', async () => {
    const { store } = await openTestChain(network);

    await expect(openTestChainOn(store, testNetwork())).rejects.toThrow('the store belongs to this network');
  });
});

describe('a chain of blocks', () => {
  it('grows block by block, each paid for and each payment made', async () => {
    const { chain } = await openTestChain(network);
    const { blocks } = buildChain(network, 3, genesisPlace(network), (index) => ({
      recipient: testKey(9).account,
      transactions: [testTransfer(network, { from: 0, to: 1, nonce: index, amount: 100, fee: 7 })],
    }));
    expect(await takeAll(chain, blocks)).toEqual(['connected', 'connected', 'connected']);
    expect(chain.tip.hash).toBe(blocks[2]?.hash);
    expect(await bestHashes(chain)).toEqual(blocks.map(({ hash }) => hash));
    expect(await stateOf(chain, 0)).toEqual({ balance: 1_000_000 - 3 * 107, nonce: 3 });
    expect(await stateOf(chain, 1)).toEqual({ balance: 1_000_300, nonce: 0 });
    expect(await stateOf(chain, 9)).toEqual({ balance: 3 * subsidy + 21, nonce: 0 });
  });

  it('counts two units of work for each block of the easiest target', async () => {
    const { chain } = await openTestChain(network);
    await takeAll(chain, buildChain(network, 5).blocks);
    expect(chain.tip.totalWork).toBe(12n);
  });

  it('tells what it has: by height, by hash, the body', async () => {
    const { chain } = await openTestChain(network);
    const { blocks } = buildChain(network, 2);
    const [first, second] = blocks as [Block, Block];
    await takeAll(chain, blocks);
    expect((await chain.at(1))?.hash).toBe(first.hash);
    expect(await chain.at(3)).toBeUndefined();
    expect((await chain.find(second.hash))?.height).toBe(2);
    expect((await chain.block(first.hash))?.bytes).toEqual(first.bytes);
    expect(await chain.block('ff'.repeat(32) as typeof first.hash)).toBeUndefined();
  });

  it('takes a block once: a second time it is known', async () => {
    const { chain, store } = await openTestChain(network);
    const { blocks } = buildChain(network, 1);
    expect(await takeAll(chain, [...blocks, ...blocks])).toEqual(['connected', 'known']);
    expect(store.writes.length).toBe(2);
  });

  it('takes a batch in few writes, and one block in a write that is on disk when it resolves', async () => {
    const { chain, store } = await openTestChain(network);
    const { blocks, place } = buildChain(network, 70);
    const outcomes = await chain.acceptAll(blocks, 'normal');
    expect(outcomes.every(({ kind }) => kind === 'connected')).toBe(true);
    await chain.accept(buildBlock(network, place));
    expect(store.writes.map(({ connected, durability }) => [connected.length, durability])).toEqual([
      [1, 'full'],
      [32, 'normal'],
      [32, 'normal'],
      [6, 'normal'],
      [1, 'full'],
    ]);
  });

  it('takes the good ones of a batch that holds a bad one', async () => {
    const { chain } = await openTestChain(network);
    const { blocks, place } = buildChain(network, 2);
    const bad = buildBlock(network, place, { rewardAmount: subsidy + 1 });
    const onBad = buildBlock(network, placeAfter(network, place, bad.header));
    const good = buildBlock(network, place);
    const outcomes = await chain.acceptAll([...blocks, bad, onBad, good], 'normal');
    expect(outcomes.map((each) => (each.kind === 'refused' ? each.refusal.code : each.kind))).toEqual([
      'connected',
      'connected',
      'ledger-reward-amount',
      'block-previous-invalid',
      'connected',
    ]);
    expect(chain.tip.hash).toBe(good.hash);
  });
});

describe('followers of a chain', () => {
  it('hear of every change in order, before the next begins', async () => {
    const { chain } = await openTestChain(network);
    const heard: string[] = [];
    chain.follow(async ({ connected, tip }: ChainChange) => {
      const hashes = connected.map(({ entry }) => entry.hash);
      expect(chain.tip.hash).toBe(tip.hash);
      await new Promise((resolve) => setImmediate(resolve));
      expect(chain.tip.hash).toBe(tip.hash);
      heard.push(...hashes);
    });
    const { blocks } = buildChain(network, 4);
    await Promise.all(blocks.map((block) => chain.accept(block)));
    expect(heard).toEqual(blocks.map(({ hash }) => hash));
  });

  it('hear nothing of blocks that only wait', async () => {
    const { chain } = await openTestChain(network);
    const { blocks } = buildChain(network, 2);
    await takeAll(chain, blocks);
    let changes = 0;
    chain.follow(async () => {
      changes++;
    });
    expect(await takeAll(chain, [buildBlock(network, genesisPlace(network), { extraNonce: 1 })])).toEqual(['stored']);
    await chain.acceptHeaders([buildBlock(network, genesisPlace(network), { extraNonce: 2 }).header]);
    expect(changes).toBe(0);
  });
});

describe('headers first', () => {
  it('are taken without bodies, then the bodies connect in any order', async () => {
    const { blocks } = buildChain(network, 6);
    for (const order of [
      [0, 1, 2, 3, 4, 5],
      [5, 4, 3, 2, 1, 0],
      [3, 0, 5, 1, 4, 2],
    ]) {
      const { chain } = await openTestChain(network);
      const { accepted, refusal } = await chain.acceptHeaders(blocks.map(({ header }) => header));
      expect([accepted.length, refusal]).toEqual([6, undefined]);
      expect([chain.tip.height, chain.bestHeader.height]).toEqual([0, 6]);
      await takeAll(
        chain,
        order.map((index) => blocks[index] as Block),
      );
      expect(await bestHashes(chain)).toEqual(blocks.map(({ hash }) => hash));
      expect(await stateOf(chain, 0)).toEqual({ balance: 1_000_000 + 6 * subsidy, nonce: 0 });
    }
  });

  it('stop at the first that is refused, and keep those before it', async () => {
    const { chain } = await openTestChain(network);
    const { blocks, place } = buildChain(network, 2);
    const wrong = buildBlock(network, place, { header: { bits: 0x2070ffff } });
    const headers = [...blocks, wrong, ...blocks].map(({ header }) => header);
    const { accepted, refusal } = await chain.acceptHeaders(headers);
    expect(accepted.map(({ height }) => height)).toEqual([1, 2]);
    expect(refusal).toEqual({ code: 'header-bits-wrong', bits: '2070ffff', expected: '207fffff' });
    expect(chain.bestHeader.height).toBe(2);
  });

  it('and blocks in great numbers leave the event loop its turns', async () => {
    const { chain } = await openTestChain(network);
    const { blocks } = buildChain(network, 500);
    let turns = 0;
    const count = () => {
      turns++;
      turn = setImmediate(count);
    };
    let turn = setImmediate(count);
    await chain.acceptHeaders(blocks.map(({ header }) => header));
    const turnsForHeaders = turns;
    await chain.acceptAll(blocks, 'normal');
    clearImmediate(turn);
    expect(turnsForHeaders).toBeGreaterThanOrEqual(2);
    // One after each that is prepared, and one after each write.
    expect(turns - turnsForHeaders).toBeGreaterThanOrEqual(500 + Math.floor(500 / 32));
  });

  it('whose body breaks a rule are no longer where the chain is heading', async () => {
    const { chain } = await openTestChain(network);
    const bad = buildBlock(network, genesisPlace(network), { rewardAmount: subsidy + 1 });
    const above = buildChain(network, 3, placeAfter(network, genesisPlace(network), bad.header)).blocks;
    const other = buildChain(network, 2).blocks;
    await chain.acceptHeaders([bad, ...above, ...other].map(({ header }) => header));
    expect(chain.bestHeader.height).toBe(4);
    expect(await takeAll(chain, [bad])).toEqual(['ledger-reward-amount']);
    expect(chain.bestHeader.hash).toBe(other[1]?.hash);
    expect((await chain.find(above[2]?.hash as Block['hash']))?.status).toBe('invalid');
  });
});
