import { buildBlock, buildChain, genesisPlace, placeAfter } from '#test/build-block';
import { testKey } from '#test/keys';
import { testAllocations, testNetwork } from '#test/network';
import { bestHashes, openTestChain, stateOf, takeAll } from '#test/test-chain';
import { testTransfer } from '#test/transfer';
import { assembleBlock, type Block } from '../block/block.ts';

const network = testNetwork({ rewardMaturityBlocks: 2, allocations: testAllocations(2, 1_000) });
const genesis = genesisPlace(network);
const { blocks, place } = buildChain(network, 6, genesis, (index) => ({
  transactions: [testTransfer(network, { from: 0, to: 1, nonce: index, amount: 1, fee: 1 })],
}));

describe('a restart', () => {
  it('in the middle of the chain changes nothing: it goes on where it was', async () => {
    let test = await openTestChain(network);
    for (const block of blocks) {
      expect(await takeAll(test.chain, [block])).toEqual(['connected']);
      test = await test.restart();
    }
    expect(await bestHashes(test.chain)).toEqual(blocks.map(({ hash }) => hash));
    expect(await stateOf(test.chain, 1)).toEqual({ balance: 1_006, nonce: 0 });
    expect(test.chain.bestHeader.hash).toBe(test.chain.tip.hash);
  });

  it('keeps headers whose bodies are missing, and bodies that waited for another', async () => {
    const test = await openTestChain(network);
    await test.chain.acceptHeaders(blocks.map(({ header }) => header));
    const [first, ...rest] = blocks as [Block, ...Block[]];
    await takeAll(test.chain, rest);
    const { chain } = await test.restart();
    expect([chain.tip.height, chain.bestHeader.height]).toEqual([0, 6]);
    expect(await takeAll(chain, [first])).toEqual(['connected']);
    expect(chain.tip.height).toBe(6);
  });

  it('reorganises afterwards as it would have before', async () => {
    const test = await openTestChain(network);
    await takeAll(test.chain, blocks.slice(0, 3));
    const other = buildChain(network, 4, genesis, () => ({ recipient: testKey(5).account }));
    await takeAll(test.chain, other.blocks.slice(0, 3));
    const { chain } = await test.restart();
    expect(await takeAll(chain, other.blocks.slice(3))).toEqual(['connected']);
    expect(await stateOf(chain, 0)).toEqual({ balance: 1_000, nonce: 0 });
  });

  it('follows a better chain whose bodies are all there, as after a crash before it was followed', async () => {
    const test = await openTestChain(network);
    await test.chain.acceptHeaders(blocks.map(({ header }) => header));
    const entries = await Promise.all(blocks.map(({ hash }) => test.chain.find(hash)));
    await test.store.write({
      entries: entries.map((entry, index) => {
        if (entry === undefined) throw new Error('a header was lost');
        return { ...entry, status: 'body' as const, arrival: index + 1 };
      }),
      bodies: blocks,
      disconnected: [],
      connected: [],
      accounts: new Map(),
      tip: undefined,
      durability: 'full',
    });
    const { chain } = await test.restart();
    expect(await bestHashes(chain)).toEqual(blocks.map(({ hash }) => hash));
  });

  it('counts arrivals on, so that of equals the first still stays', async () => {
    const test = await openTestChain(network);
    await takeAll(test.chain, blocks.slice(0, 2));
    const { chain } = await test.restart();
    const twin = buildBlock(network, genesis, { extraNonce: 1 });
    await takeAll(chain, [twin]);
    expect((await chain.find(twin.hash))?.arrival).toBe(3);
  });
});

describe('a write that fails', () => {
  it('leaves memory as it was, and the same block connects once the store works again', async () => {
    const test = await openTestChain(network);
    const { chain, store } = test;
    await takeAll(chain, blocks.slice(0, 2));
    const before = [chain.tip, chain.bestHeader, await stateOf(chain, 0), chain.headersInMemory];
    let changes = 0;
    chain.follow(async () => {
      changes++;
    });
    store.failingWrites = 1;
    await expect(chain.accept(blocks[2] as Block)).rejects.toThrow('the disk is full');
    expect([chain.tip, chain.bestHeader, await stateOf(chain, 0), chain.headersInMemory]).toEqual(before);
    expect([changes, await chain.find((blocks[2] as Block).hash)]).toEqual([0, undefined]);
    expect(await takeAll(chain, blocks.slice(2))).toEqual(['connected', 'connected', 'connected', 'connected']);
    expect(await stateOf(chain, 1)).toEqual({ balance: 1_006, nonce: 0 });
  });

  it('of a reorganisation leaves the old branch standing', async () => {
    const { chain, store } = await openTestChain(network);
    await takeAll(chain, blocks.slice(0, 2));
    const other = buildChain(network, 3, genesis, () => ({ recipient: testKey(5).account }));
    await takeAll(chain, other.blocks.slice(0, 2));
    store.failingWrites = 1;
    const last = other.blocks[2] as Block;
    await expect(chain.accept(last)).rejects.toThrow('the disk is full');
    expect(await bestHashes(chain)).toEqual(blocks.slice(0, 2).map(({ hash }) => hash));
    expect(await stateOf(chain, 0)).toEqual({ balance: 996, nonce: 2 });
    expect(await takeAll(chain, [last])).toEqual(['connected']);
    expect(await stateOf(chain, 5)).toEqual({ balance: network.parameters.initialSubsidy, nonce: 0 });
  });

  it('of headers remembers none of them', async () => {
    const { chain, store } = await openTestChain(network);
    store.failingWrites = 1;
    const headers = blocks.map(({ header }) => header);
    await expect(chain.acceptHeaders(headers)).rejects.toThrow('the disk is full');
    expect(chain.bestHeader.height).toBe(0);
    expect((await chain.acceptHeaders(headers)).accepted.length).toBe(6);
  });
});

describe('a stored block that was tampered with', () => {
  const other = buildChain(network, 3, genesis, () => ({ recipient: testKey(5).account }));
  const [first, second, third] = other.blocks as [Block, Block, Block];

  it.each([
    ['in its header', (bytes: Uint8Array) => bytes.fill(1, 76, 80)],
    ['in its reward', (bytes: Uint8Array) => bytes.fill(1, 92, 112)],
    ['in its form', (bytes: Uint8Array) => bytes.fill(1, 80, 84)],
  ])('%s is never connected: the old chain stands until it comes again', async (_where, change) => {
    const test = await openTestChain(network);
    const { chain, store } = test;
    await takeAll(chain, [...blocks.slice(0, 2), first, second]);
    store.tamper(first.hash, change);
    expect(await takeAll(chain, [third])).toEqual(['stored']);
    expect(await bestHashes(chain)).toEqual(blocks.slice(0, 2).map(({ hash }) => hash));
    expect(await chain.block(first.hash)).toBeUndefined();
    // Nothing of it is remembered as wrong, also by who starts now.
    const again = (await test.restart()).chain;
    expect(await bestHashes(again)).toEqual(blocks.slice(0, 2).map(({ hash }) => hash));
    expect(await takeAll(again, [first])).toEqual(['connected']);
    expect(await bestHashes(again)).toEqual(other.blocks.map(({ hash }) => hash));
  });

  it('is not taken for here by another delivery of the same batch: that one is looked at as well', async () => {
    const { chain, store } = await openTestChain(network);
    await takeAll(chain, [...blocks.slice(0, 2), first, second]);
    store.lose(first.hash);
    const garbled = assembleBlock(first.header, (blocks[0] as Block).reward, first.transactions);
    const outcomes = await chain.acceptAll([third, garbled, first], 'full');
    expect(outcomes).toMatchObject([
      { kind: 'stored' },
      { kind: 'refused', refusal: { code: 'block-merkle-root-mismatch' } },
      { kind: 'connected' },
    ]);
    expect(await bestHashes(chain)).toEqual(other.blocks.map(({ hash }) => hash));
  });

  it('keeps nobody from reading on where it is on no best chain', async () => {
    const test = await openTestChain(network);
    await takeAll(test.chain, [first, ...blocks.slice(0, 2)]);
    test.store.lose(first.hash);
    const { chain } = await test.restart();
    expect(await chain.block(first.hash)).toBeUndefined();
    test.store.lose((blocks[1] as Block).hash);
    await expect(chain.block((blocks[1] as Block).hash)).rejects.toThrow('is lost');
  });
});

describe('the memory of a chain', () => {
  it('holds a window of headers, and the store has the others', async () => {
    const { chain } = await openTestChain(network);
    await takeAll(chain, blocks);
    expect(chain.headersInMemory).toBe(7);
    const above = buildBlock(network, placeAfter(network, place, buildBlock(network, place).header));
    expect((await takeAll(chain, [above]))[0]).toBe('block-previous-unknown');
    expect(chain.headersInMemory).toBe(7);
  });
});
