import { buildBlock, genesisPlace, placeAfter } from '#test/build-block';
import { testAllocations, testNetwork } from '#test/network';
import { passMs, passTime } from '#test/peers/pass-time';
import { RelayWorld } from '#test/peers/relay-world';
import { built, chainOf } from '#test/peers/sync-world';
import { testTransfer } from '#test/transfer';
import { isHint } from './compact-block.ts';
import type { BlockAnnouncement, ChainStatus } from './messages.ts';

const network = testNetwork({ allocations: testAllocations(3, 1_000_000_000) });
const payments = [0, 1, 2, 3, 4].map((nonce) => testTransfer(network, { from: 0, to: 1, nonce, fee: 1_000 }));
const block = buildBlock(network, genesisPlace(network), { transactions: payments });

describe('passing blocks on', () => {
  const worldOf = async (open = payments): Promise<RelayWorld> => new RelayWorld(await chainOf(network), open);

  it('passes a block on as soon as it is whole, before it is connected, and to each peer once', async () => {
    const world = await worldOf();
    const [announcer, b, c] = [world.joinWith(block), world.join(), world.join()];
    let height = -1;
    b.session.script.BRCHEESE = () => {
      height = world.test.chain.tip.height;
      return { command: 'BRCHEESEACK', outcome: 'connected', code: '' };
    };
    await world.announce(announcer, block);
    await world.announce(announcer, block);
    await passMs(world.test.clock, 1_000);
    expect(height).toBe(0);
    expect([announcer.heard.length, b.session.count('BRCHEESE'), c.heard.length]).toEqual([0, 1, 1]);
    expect(c.peer.status).toMatchObject({ height: 1, tipHash: block.hash });
  });

  it('gives others what it passed on, whole or in part, though it is not connected', async () => {
    const world = await worldOf();
    const { clock } = world.test;
    const [announcer, b] = [world.joinWith(block), world.join()];
    let served = 0;
    b.session.script.BRCHEESE = async () => {
      const [whole, part] = await Promise.all([
        world.server.blocks({ hashes: [block.hash] }),
        world.server.blockTransactions({ blockHash: block.hash, indexes: [2] }),
      ]);
      served = whole.blocks.length + (part.ok ? part.value.transactions.length : 0);
      return { command: 'BRCHEESEACK', outcome: 'connected', code: '' };
    };
    await world.announce(announcer, block);
    await passTime(clock, () => served > 0);
    expect(served).toBe(2);
  });

  it('tells of nothing while it is far behind, nor to those who have as much', async () => {
    const world = await worldOf();
    const { blocks, place } = built(network, 4);
    world.isSyncing = true;
    const { peer, heard } = world.join();
    await world.test.chain.acceptAll(blocks.slice(0, 2), 'normal');
    world.isSyncing = false;
    peer.status = { height: 9, tipHash: place.parent.hash, totalWork: place.parent.totalWork } satisfies ChainStatus;
    await world.test.chain.acceptAll(blocks.slice(2), 'normal');
    await passMs(world.test.clock, 1_000);
    expect(heard).toEqual([]);
  });

  it('looks into a peer that says it is behind', async () => {
    const world = await worldOf();
    const { peer } = world.join({ BRCHEESE: () => ({ command: 'BRCHEESEACK', outcome: 'behind', code: '' }) });
    await world.test.chain.accept(block);
    await passTime(world.test.clock, () => world.lookedInto.length > 0);
    expect(world.lookedInto).toEqual([peer]);
  });

  it('gives a hint to those who knew the last time, and the whole announcement when they want it', async () => {
    const world = await worldOf();
    const [announcer, knows, wants] = [world.joinWith(block), world.join(), world.join()];
    for (const { peer } of [knows, wants]) peer.hearsFromUsFirst = false;
    const said = (session: typeof knows.session, outcome: 'known' | 'wanted', heard: BlockAnnouncement[]) => {
      session.script.BRCHEESE = (message) => {
        heard.push(message);
        return { command: 'BRCHEESEACK', outcome: isHint(message) ? outcome : 'connected', code: '' };
      };
    };
    const heard: [BlockAnnouncement[], BlockAnnouncement[]] = [[], []];
    said(knows.session, 'known', heard[0]);
    said(wants.session, 'wanted', heard[1]);
    await world.announce(announcer, block);
    await passMs(world.test.clock, 1_000);
    expect(heard.map((messages) => messages.map(isHint))).toEqual([[true], [true, false]]);
    expect([knows.peer.hearsFromUsFirst, wants.peer.hearsFromUsFirst]).toEqual([false, true]);
  });

  it('gives no hint to whoever told of the block meanwhile, and announces its own blocks in full to all', async () => {
    const world = await worldOf();
    const [announcer, other] = [world.joinWith(block), world.join()];
    other.peer.hearsFromUsFirst = false;
    await world.announce(announcer, block);
    await world.announce(other, block);
    await passMs(world.test.clock, 1_000);
    expect(other.heard).toEqual([]);
    const own = buildBlock(network, placeAfter(network, genesisPlace(network), block.header));
    await world.test.chain.accept(own);
    await passMs(world.test.clock, 1_000);
    expect(other.heard.map(isHint)).toEqual([false]);
  });

  it('stops announcing in full at once to whoever knew', async () => {
    const world = await worldOf();
    const { peer } = world.join({ BRCHEESE: () => ({ command: 'BRCHEESEACK', outcome: 'known', code: '' }) });
    await world.announce(world.joinWith(block), block);
    await passMs(world.test.clock, 1_000);
    expect(peer.hearsFromUsFirst).toBe(false);
  });
});
