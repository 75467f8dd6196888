import { buildChain } from '#test/build-block';
import { testNetwork } from '#test/network';
import { passMs, passTime } from '#test/peers/pass-time';
import { built, chainOf, claiming, SyncWorld } from '#test/peers/sync-world';
import type { Block } from '../block/block.ts';
import { statusOf } from './chain-queries.ts';

const network = testNetwork();

describe('catching up', () => {
  const worlds: SyncWorld[] = [];

  const worldOf = async (...branches: (readonly Block[])[]): Promise<SyncWorld> => {
    const world = new SyncWorld(await chainOf(network, ...branches));
    worlds.push(world);
    return world;
  };

  afterEach(async () => {
    await Promise.all(worlds.splice(0).map((world) => world.stop()));
  });

  it('follows a peer that has more work, and costs nobody anything', async () => {
    const other = await chainOf(network, built(network, 300).blocks);
    const world = await worldOf();
    world.joinWith(other);
    await world.catchUp(other);
    expect(world.reports).toEqual([]);
  });

  it('says who led it to the end of a chain that was well ahead, and nothing of a few blocks', async () => {
    const blocks = built(network, 42).blocks;
    const world = await worldOf(blocks.slice(0, 1));
    const caughtUp: string[] = [];
    world.sync.caughtUp.subscribe(({ session }) => caughtUp.push(session.peerId));
    const near = await chainOf(network, blocks.slice(0, 3));
    world.joinWith(near);
    await world.catchUp(near);
    const far = await chainOf(network, blocks);
    const { session } = world.joinWith(far);
    await world.catchUp(far);
    await passTime(world.test.clock, () => caughtUp.length > 0);
    expect(caughtUp).toEqual([session.peerId]);
  });

  it('fetches blocks from all who have them', async () => {
    const other = await chainOf(network, built(network, 400).blocks);
    const world = await worldOf();
    const peers = [world.joinWith(other), world.joinWith(other), world.joinWith(other)];
    await world.catchUp(other);
    expect(peers.map(({ session }) => session.count('GETCHAIN') > 0)).toEqual([true, true, true]);
    expect(peers.reduce((sum, { session }) => sum + session.count('GETHEADERS'), 0)).toBe(1);
  });

  it('reorganises 200 blocks deep', async () => {
    const other = await chainOf(network, built(network, 201, 7).blocks);
    const world = await worldOf(built(network, 200).blocks);
    world.joinWith(other);
    await world.catchUp(other);
    expect(world.test.chain.tip.height).toBe(201);
    expect(world.reports).toEqual([]);
  });

  it('goes on with others when the peer it follows leaves in the middle', async () => {
    const other = await chainOf(network, built(network, 300).blocks);
    const world = await worldOf();
    const { session } = world.join(
      {
        GETHEADERS: world.joinWith(other).session.script.GETHEADERS as never,
        GETCHAIN: () => {
          session.disconnect('gone');
          return 'silence';
        },
      },
      claiming(statusOf(other.chain), 1n),
    );
    await world.catchUp(other);
    expect(world.reports.filter((code) => code !== 'sync-no-answer')).toEqual([]);
  });

  it('resumes where it was when all peers had left', async () => {
    const other = await chainOf(network, built(network, 300).blocks);
    const world = await worldOf();
    let given = 0;
    const leaving = world.joinWith(other);
    const give = leaving.session.script.GETCHAIN as NonNullable<typeof leaving.session.script.GETCHAIN>;
    leaving.session.script = {
      ...leaving.session.script,
      GETCHAIN: (request) => {
        if (++given === 5) leaving.session.disconnect('gone');
        return give(request);
      },
    };
    world.sync.nudge();
    await passTime(world.test.clock, () => leaving.session.closed);
    await passMs(world.test.clock, 5_000);
    const { height } = world.test.chain.tip;
    expect(height).toBeGreaterThan(0);
    expect(height).toBeLessThan(300);
    const back = world.joinWith(other);
    let asked = 0;
    const serve = back.session.script.GETCHAIN as NonNullable<typeof back.session.script.GETCHAIN>;
    back.session.script = {
      ...back.session.script,
      GETCHAIN: (request) => {
        asked += request.hashes.length;
        return serve(request);
      },
    };
    await world.catchUp(other);
    expect(asked).toBe(300 - height);
  });

  it('waits without blame for a block from a little ahead in time', async () => {
    const { blocks, place } = built(network, 10);
    const world = await worldOf(blocks);
    const { maxFutureDriftSeconds } = network.parameters;
    const ahead = Math.floor(world.test.clock.nowMs() / 1000) + maxFutureDriftSeconds + 30;
    const { blocks: future } = buildChain(network, 1, place, () => ({ timestamp: ahead }));
    const other = await chainOf(network, blocks);
    other.clock.advance(60_000);
    await other.chain.acceptAll(future, 'normal');
    const peer = world.joinWith(other);
    world.sync.nudge();
    await passTime(world.test.clock, () => peer.session.count('GETHEADERS') > 0);
    await passMs(world.test.clock, 1_000);
    expect([world.reports.filter((code) => code !== 'header-time-too-far-ahead'), world.test.chain.tip.height]).toEqual(
      [[], 10],
    );
    await passMs(world.test.clock, 40_000);
    await world.catchUp(other);
  });

  it('takes the honest header page of a peer that reorganised in between, another time', async () => {
    const other = await chainOf(network, built(network, 20).blocks);
    const world = await worldOf();
    world.joinWith(other);
    const moved = built(network, 25, 3).blocks;
    world.sync.nudge();
    await other.chain.acceptAll(moved, 'normal');
    for (const peer of world.roster.all()) peer.status = statusOf(other.chain);
    await world.catchUp(other);
    expect(world.reports).toEqual([]);
  });

  it('does not begin, nor go on, once it is stopped', async () => {
    const other = await chainOf(network, built(network, 300).blocks);
    const world = await worldOf();
    const peer = world.joinWith(other);
    world.sync.nudge();
    await world.sync.stop();
    const asked = peer.session.asked.length;
    world.sync.nudge();
    await passMs(world.test.clock, 5_000);
    expect(peer.session.asked.length).toBe(asked);
  });
});
