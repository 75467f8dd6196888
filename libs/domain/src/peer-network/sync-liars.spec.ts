import { buildChain, genesisPlace } from '#test/build-block';
import { mineNot } from '#test/mine';
import { testNetwork } from '#test/network';
import { passMs, passTime } from '#test/peers/pass-time';
import { built, chainOf, claiming, SyncWorld } from '#test/peers/sync-world';
import type { Block } from '../block/block.ts';
import type { Header } from '../block/header.ts';
import { statusOf } from './chain-queries.ts';

const network = testNetwork();

describe('catching up among liars', () => {
  const worlds: SyncWorld[] = [];

  const worldOf = async (...branches: (readonly Block[])[]): Promise<SyncWorld> => {
    const world = new SyncWorld(await chainOf(network, ...branches));
    worlds.push(world);
    return world;
  };

  afterEach(async () => {
    await Promise.all(worlds.splice(0).map((world) => world.stop()));
  });

  it('follows the honest chain although a peer claims more and never answers', async () => {
    const other = await chainOf(network, built(network, 50).blocks);
    const world = await worldOf();
    world.joinWith(other);
    world.join({ GETHEADERS: () => 'silence', GETCHAIN: () => 'silence' }, claiming(statusOf(other.chain), 1n << 200n));
    const tookMs = await world.catchUp(other);
    expect(tookMs).toBeLessThanOrEqual(6_000);
  });

  it('follows the honest chain although a peer has headers of more work and never gives bodies', async () => {
    const other = await chainOf(network, built(network, 50).blocks);
    const withheld = await chainOf(network, built(network, 80, 9).blocks);
    const world = await worldOf();
    const liar = world.joinWith(withheld, { GETCHAIN: () => 'silence' });
    world.joinWith(other);
    const tookMs = await world.catchUp(other);
    expect(tookMs).toBeLessThan(15_000);
    expect(world.reports).toEqual(['sync-stalled']);
    expect(liar.session.closed).toBe(false);
    expect(world.sync.syncing).toBe(false);
  });

  it('asks a peer whose claims are never kept ever less often', async () => {
    const other = await chainOf(network, built(network, 5).blocks);
    const world = await worldOf();
    const liar = world.join(
      { GETHEADERS: () => ({ command: 'HEADERS', headers: [] }) },
      claiming(statusOf(other.chain), 1n << 100n),
    );
    for (let seconds = 0; seconds < 600; seconds += 5) {
      liar.status = claiming(liar.status, 1n);
      world.sync.nudge();
      await passMs(world.test.clock, 5_000);
    }
    expect(liar.session.count('GETHEADERS')).toBeLessThan(9);
    expect(world.reports[0]).toBe('sync-claim-unfounded');
  });

  it('bans whoever sends headers without their work', async () => {
    const { blocks } = built(network, 30);
    const other = await chainOf(network, blocks);
    const world = await worldOf();
    const headers = blocks.map(({ header }) => header.bytes);
    headers[20] = mineNot((blocks[20] as Block).header).bytes;
    const liar = world.joinWith(other, { GETHEADERS: () => ({ command: 'HEADERS', headers: headers.slice(0, 21) }) });
    world.sync.nudge();
    await passTime(world.test.clock, () => liar.session.closed);
    expect(world.reports).toEqual(['header-work-insufficient']);
    expect(liar.session.closedBecause).toBe('banned');
  });

  it.each<[what: string, headers: (blocks: readonly Block[]) => readonly Header[]]>([
    ['that stand on nothing we know', (blocks) => blocks.slice(5).map(({ header }) => header)],
    ['that do not follow on each other', (blocks) => [blocks[0], blocks[2]].map((block) => (block as Block).header)],
  ])('scores headers %s', async (_what, headers) => {
    const { blocks } = built(network, 30);
    const other = await chainOf(network, blocks);
    const world = await worldOf();
    world.joinWith(other, {
      GETHEADERS: () => ({ command: 'HEADERS', headers: headers(blocks).map(({ bytes }) => bytes) }),
    });
    world.sync.nudge();
    await passTime(world.test.clock, () => world.reports.length > 0);
    expect(world.reports).toEqual(['sync-headers-unconnected']);
  });

  it('scores once who says it has connected a chain that breaks a rule, not who delivers its blocks', async () => {
    const { blocks } = buildChain(network, 60, genesisPlace(network), (index) =>
      index === 30 ? { rewardAmount: 6_000_000_000 } : {},
    );
    const headers = blocks.map(({ header }) => header.bytes);
    const byHash = new Map(blocks.map((block) => [block.hash, block]));
    const script = {
      GETHEADERS: () => ({ command: 'HEADERS' as const, headers }),
      GETCHAIN: ({ hashes }: { hashes: readonly string[] }) => ({
        command: 'GETCHAINACK' as const,
        blocks: hashes.map((hash) => byHash.get(hash as Block['hash'])?.bytes as Uint8Array),
      }),
    };
    const world = await worldOf();
    const { place } = buildChain(network, 60);
    const status = { height: 60, tipHash: (blocks[59] as Block).hash, totalWork: place.parent.totalWork };
    const liar = world.join(script, claiming(status, 1n));
    const deliverer = world.join({ GETCHAIN: script.GETCHAIN }, status);
    world.sync.nudge();
    await passTime(world.test.clock, () => world.reports.length > 0);
    await passMs(world.test.clock, 5_000);
    expect(world.reports.filter((code) => code === 'sync-chain-invalid')).toEqual(['sync-chain-invalid']);
    expect(world.misbehaviour.score(deliverer.session.peerId)).toBe(0);
    expect(world.misbehaviour.score(liar.session.peerId)).toBe(50);
    expect(world.test.chain.tip.height).toBe(30);
  });
});
