import { buildBlock, buildChain, genesisPlace } from '#test/build-block';
import { mineNot } from '#test/mine';
import { testAllocations, testNetwork } from '#test/network';
import { passTime } from '#test/peers/pass-time';
import { RelayWorld } from '#test/peers/relay-world';
import { built, chainOf } from '#test/peers/sync-world';
import { testTransfer } from '#test/transfer';
import { assembleBlock, type Block } from '../block/block.ts';
import { toHint } from './compact-block.ts';

const network = testNetwork({ allocations: testAllocations(3, 1_000_000_000) });
const payments = [0, 1, 2, 3, 4].map((nonce) => testTransfer(network, { from: 0, to: 1, nonce, fee: 1_000 }));
const block = buildBlock(network, genesisPlace(network), { transactions: payments });
const [, ...allButFirst] = payments;

describe('the relay of blocks', () => {
  const worldOf = async (open = payments): Promise<RelayWorld> => new RelayWorld(await chainOf(network), open);

  it('makes an announced block from what is open, and asks for nothing', async () => {
    const world = await worldOf();
    const announcer = world.joinWith(block);
    expect(await world.announce(announcer, block)).toBe('connected');
    expect(announcer.session.asked).toEqual([]);
    expect(world.test.chain.tip.hash).toBe(block.hash);
    expect(announcer.peer.lastUsefulMs).toBeGreaterThan(0);
  });

  it('asks for the transactions that are missing, and for those alone', async () => {
    const world = await worldOf(allButFirst);
    const asked: (readonly number[])[] = [];
    const announcer = world.joinWith(block);
    const give = announcer.session.script.GETBLOCKTRANSACTIONS as NonNullable<unknown> as (request: {
      indexes: readonly number[];
    }) => never;
    announcer.session.script.GETBLOCKTRANSACTIONS = (request) => {
      asked.push(request.indexes);
      return give(request);
    };
    expect(await world.announce(announcer, block)).toBe('connected');
    expect([asked, announcer.session.asked]).toEqual([[[0]], ['GETBLOCKTRANSACTIONS']]);
  });

  it.each([
    ['are others than those asked for', [payments[1]?.bytes]],
    ['are too few', []],
    ['are none', [new Uint8Array(9)]],
  ])('fetches the whole block, and blames nobody, when the transactions given %s', async (_what, transactions) => {
    const world = await worldOf(allButFirst);
    const announcer = world.joinWith(block, {
      GETBLOCKTRANSACTIONS: () => ({ command: 'BLOCKTRANSACTIONS', transactions: transactions as Uint8Array[] }),
    });
    expect(await world.announce(announcer, block)).toBe('connected');
    expect([announcer.session.count('GETCHAIN'), world.reports]).toEqual([1, []]);
  });

  it('scores a whole block whose body is not the one its header names', async () => {
    const world = await worldOf([]);
    const garbled = assembleBlock(block.header, block.reward, payments.slice(1));
    const liar = world.joinWith(garbled, { GETBLOCKTRANSACTIONS: () => ({ refusal: 'block-not-recent' }) });
    expect(await world.announce(liar, block)).toBe('not-yet');
    expect(world.reports).toEqual(['block-merkle-root-mismatch']);
    expect(world.test.chain.tip.height).toBe(0);
  });

  it('gets a block from the next who announced it when the first stalls', async () => {
    const world = await worldOf([]);
    const stalling = world.join({ GETBLOCKTRANSACTIONS: () => 'silence', GETCHAIN: () => 'silence' });
    const honest = world.joinWith(block);
    const startMs = world.test.clock.nowMs();
    const first = world.announce(stalling, block);
    expect(await world.announce(honest, block)).toBe('known');
    expect(await first).toBe('connected');
    expect(world.test.clock.nowMs() - startMs).toBeLessThan(5_000);
    expect(honest.session.count('GETCHAIN')).toBe(1);
  });

  it('bans whoever announces a header without its work, and asks for nothing', async () => {
    const world = await worldOf([]);
    const liar = world.joinWith(block);
    const header = mineNot(block.header).bytes;
    expect(await world.announce(liar, block, { header })).toBe('header-work-insufficient');
    expect([liar.session.closedBecause, liar.session.asked]).toEqual(['banned', []]);
  });

  it('looks into a peer whose block stands on one that is not known, after a look at its work', async () => {
    const world = await worldOf();
    const { blocks } = built(network, 3);
    const ahead = world.joinWith(blocks[2] as Block);
    expect(await world.announce(ahead, blocks[2] as Block)).toBe('behind');
    expect([world.lookedInto, world.reports]).toEqual([[ahead.peer], []]);
    const liar = world.join();
    const header = mineNot((blocks[2] as Block).header).bytes;
    expect(await world.announce(liar, blocks[2] as Block, { header })).toBe('header-work-insufficient');
    expect(liar.session.closedBecause).toBe('banned');
  });

  it('scores nobody for a block that breaks a rule of the ledger: it may have been passed on unconnected', async () => {
    const greedy = buildBlock(network, genesisPlace(network), { rewardAmount: 6_000_000_000 });
    const world = await worldOf();
    const announcer = world.joinWith(greedy);
    expect(await world.announce(announcer, greedy)).toMatch(/^(reward|ledger)-/);
    expect(await world.announce(world.join(), greedy)).toMatch(/^(reward|ledger)-/);
    expect(world.reports).toEqual([]);
    expect((await world.server.blocks({ hashes: [greedy.hash] })).blocks).toEqual([]);
  });

  it('keeps nothing of a header on a chain that cannot win, and does not blame for it', async () => {
    const { blocks } = built(network, 200);
    const world = new RelayWorld(await chainOf(network, blocks), []);
    const useless = built(network, 1, 5).blocks[0] as Block;
    const before = world.test.chain.headersInMemory;
    const late = world.joinWith(useless);
    expect(await world.announce(late, useless)).toBe('header-chain-work-too-low');
    expect([late.session.asked, world.reports]).toEqual([[], []]);
    expect(world.test.chain.headersInMemory).toBe(before);
  });

  it('refuses more short ids than a block of the network has room for', async () => {
    const world = await worldOf();
    const liar = world.joinWith(block);
    const shortIds = Array.from({ length: 7_000 }, () => new Uint8Array(6));
    expect(await world.announce(liar, block, { shortIds })).toBe('announcement-too-long');
  });

  it('stops working for announcements that come to nothing, and never does for those that do', async () => {
    const world = await worldOf();
    const { blocks } = built(network, 60);
    const orphans = built(network, 40, 3).blocks.slice(1);
    const busy = world.join();
    for (const orphan of orphans) await world.announce(busy, orphan);
    expect(await world.announce(busy, blocks[0] as Block)).toBe('behind');
    const honest = world.join();
    for (const each of blocks) expect(await world.announce(honest, each)).toBe('connected');
  });

  it('wants what a hint is news of, after a look at its work, and fetches nothing for it', async () => {
    const world = await worldOf();
    const hinting = world.joinWith(block);
    expect(await world.announce(hinting, block, toHint(block))).toBe('wanted');
    expect(hinting.session.asked).toEqual([]);
    expect(await world.announce(hinting, block)).toBe('connected');
    expect(await world.announce(world.join(), block, toHint(block))).toBe('known');
    const header = mineNot(block.header).bytes;
    expect(await world.announce(hinting, block, { ...toHint(block), header })).toBe('header-work-insufficient');
  });

  it('holds a block from a little ahead in time, blaming nobody', async () => {
    const world = await worldOf([]);
    const nowSeconds = Math.floor(world.test.clock.nowMs() / 1000);
    const timestamp = nowSeconds + network.parameters.maxFutureDriftSeconds + 20;
    const early = buildBlock(network, genesisPlace(network), { timestamp });
    expect(await world.announce(world.joinWith(early), early)).toBe('not-yet');
    expect(world.reports).toEqual([]);
    await passTime(world.test.clock, () => world.test.chain.tip.hash === early.hash);
  });

  it('takes a second block of the same height as stored', async () => {
    const world = await worldOf();
    const twin = buildChain(network, 1, genesisPlace(network), () => ({ extraNonce: 8 })).blocks[0] as Block;
    await world.announce(world.joinWith(block), block);
    expect(await world.announce(world.joinWith(twin), twin)).toBe('stored');
  });
});
