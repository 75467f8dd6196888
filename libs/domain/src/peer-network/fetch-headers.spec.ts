import { buildChain, genesisPlace } from '#test/build-block';
import { mineNot } from '#test/mine';
import { testNetwork } from '#test/network';
import { passTime } from '#test/peers/pass-time';
import { serveHeaders } from '#test/peers/serve-headers';
import { built, chainOf, claiming, SyncWorld } from '#test/peers/sync-world';
import type { Block } from '../block/block.ts';
import { delay } from '../primitives/clock.port.ts';
import { type Hash, ZERO_HASH } from '../primitives/hash.ts';
import { statusOf } from './chain-queries.ts';
import type { RequestOf, ResponseOf } from './messages.ts';

/** Every block has work 2, genesis too: so many blocks a chain must claim before anything of it is stored. */
const MINIMUM_BLOCKS = 4_500;
const CHAIN_BLOCKS = 5_000;
const network = testNetwork();
const guarded = testNetwork({ minimumChainWork: (2n * BigInt(MINIMUM_BLOCKS)).toString(16) });

describe('headers of a chain that does not claim enough work yet', () => {
  const long = built(guarded, CHAIN_BLOCKS);
  const worlds: SyncWorld[] = [];

  const worldOf = async (...branches: (readonly Block[])[]): Promise<SyncWorld> => {
    const world = new SyncWorld(await chainOf(branches.length === 0 ? guarded : network, ...branches));
    worlds.push(world);
    return world;
  };

  afterEach(async () => {
    await Promise.all(worlds.splice(0).map((world) => world.stop()));
  });

  const status = { height: CHAIN_BLOCKS, tipHash: long.place.parent.hash, totalWork: long.place.parent.totalWork };
  const bodies = new Map(long.blocks.map((block) => [block.hash, block]));
  const GETCHAIN = ({ hashes }: RequestOf<'GETCHAIN'>): ResponseOf<'GETCHAIN'> => ({
    command: 'GETCHAINACK',
    blocks: hashes.map((hash) => (bodies.get(hash) as Block).bytes),
  });

  it('are judged and not stored, however many come', async () => {
    const world = await worldOf();
    const short = long.blocks.slice(0, MINIMUM_BLOCKS - 2);
    const { session } = world.join({ GETHEADERS: serveHeaders(short, guarded.genesisHash) }, status);
    world.sync.nudge();
    await passTime(world.test.clock, () => world.reports.length > 0);
    expect(world.reports).toEqual(['sync-claim-unfounded']);
    expect(session.count('GETHEADERS')).toBe(3);
    expect(world.test.chain.headersInMemory).toBe(1);
  });

  it('are fetched a second time and stored once the work is there', async () => {
    const world = await worldOf();
    const { session } = world.join({ GETHEADERS: serveHeaders(long.blocks, guarded.genesisHash), GETCHAIN }, status);
    world.sync.nudge();
    await passTime(world.test.clock, () => world.test.chain.bestHeader.height === CHAIN_BLOCKS);
    expect(session.count('GETHEADERS')).toBe(6);
    await passTime(world.test.clock, () => world.test.chain.tip.height === CHAIN_BLOCKS);
    expect(world.reports).toEqual([]);
  }, 60_000);

  it('are fetched the second time from several peers at once', async () => {
    const world = await worldOf();
    const give = serveHeaders(long.blocks, guarded.genesisHash);
    const stops: Hash[][] = [[], [], []];
    const peers = stops.map((stopsOfPeer) => {
      const GETHEADERS = (request: RequestOf<'GETHEADERS'>) => {
        if (request.stop !== ZERO_HASH) stopsOfPeer.push(request.stop);
        return give(request);
      };
      return world.join({ GETHEADERS, GETCHAIN }, status);
    });
    world.sync.nudge();
    await passTime(world.test.clock, () => world.test.chain.bestHeader.height === CHAIN_BLOCKS);
    const ends = [1_999, 3_999, 4_999].map((index) => (long.blocks[index] as Block).hash);
    expect(stops.flat().sort()).toEqual(ends.sort());
    expect(stops.map(({ length }) => length)).toEqual([1, 1, 1]);
    expect(peers.map(({ session }) => session.count('GETHEADERS') <= 4)).toEqual([true, true, true]);
    expect(world.reports).toEqual([]);
  }, 60_000);

  it.each<[what: string, answer: 'silence' | 'lie', code: string]>([
    ['stalls', 'silence', 'sync-stalled'],
    ['lies', 'lie', 'header-work-insufficient'],
  ])(
    'go on where they are with another peer when one %s in the first pass',
    async (_what, answer, code) => {
      const world = await worldOf();
      const good = serveHeaders(long.blocks, guarded.genesisHash);
      const [second, third] = [long.blocks[2_000], long.blocks[2_001]] as [Block, Block];
      const lie = [second.header, mineNot(third.header)].map(({ bytes }) => bytes);
      let asked = 0;
      const followed = world.join(
        {
          GETHEADERS: (request) => {
            if (++asked === 1) return good(request);
            return answer === 'silence' ? 'silence' : { command: 'HEADERS', headers: lie };
          },
        },
        claiming(status, 1n),
      );
      const locators: Hash[] = [];
      const helper = (request: RequestOf<'GETHEADERS'>) => {
        locators.push(request.locator[0] as Hash);
        return good(request);
      };
      world.join({ GETHEADERS: helper, GETCHAIN }, status);
      world.sync.nudge();
      const tookMs = await passTime(world.test.clock, () => world.test.chain.bestHeader.height === CHAIN_BLOCKS);
      expect(tookMs).toBeLessThan(20_000);
      const first = locators.find((hash) => hash !== guarded.genesisHash);
      expect(first).toBe((answer === 'silence' ? long.blocks[1_999] : second)?.hash);
      await passTime(world.test.clock, () => world.reports.includes(code));
      expect(followed.session.closed).toBe(answer === 'lie');
    },
    60_000,
  );

  it('are no empty claim because whoever stands in for a slow peer has fewer of them', async () => {
    const world = await worldOf();
    const good = serveHeaders(long.blocks, guarded.genesisHash);
    let asked = 0;
    const slow = world.join(
      {
        GETHEADERS: async (request) => {
          if (++asked === 2) await delay(world.test.clock, 5_000);
          return good(request);
        },
        GETCHAIN,
      },
      claiming(status, 1n),
    );
    const behind = serveHeaders(long.blocks.slice(0, 2_500), guarded.genesisHash);
    const helper = world.join({ GETHEADERS: behind, GETCHAIN }, { ...status, height: 2_500, totalWork: 5_002n });
    world.sync.nudge();
    await passTime(world.test.clock, () => world.test.chain.bestHeader.height === CHAIN_BLOCKS);
    expect(helper.session.count('GETHEADERS')).toBeGreaterThan(0);
    expect(world.reports).toEqual([]);
    expect(slow.session.closed).toBe(false);
  }, 60_000);

  it('are completed by others when a peer has gone over to another chain the second time', async () => {
    const world = await worldOf();
    const good = serveHeaders(long.blocks, guarded.genesisHash);
    const other = serveHeaders(built(guarded, 3_000, 7).blocks, guarded.genesisHash);
    world.join({ GETHEADERS: good, GETCHAIN }, claiming(status, 1n));
    const moved = world.join({ GETHEADERS: (request) => (request.stop === ZERO_HASH ? good : other)(request) }, status);
    world.sync.nudge();
    await passTime(world.test.clock, () => world.test.chain.bestHeader.height === CHAIN_BLOCKS);
    expect(world.misbehaviour.score(moved.session.peerId)).toBe(0);
  }, 60_000);

  it('are not stored when the second time another chain comes', async () => {
    const world = await worldOf();
    const other = built(guarded, 3_000, 7).blocks;
    const [first, second] = [serveHeaders(long.blocks, guarded.genesisHash), serveHeaders(other, guarded.genesisHash)];
    let asked = 0;
    world.join({ GETHEADERS: (request) => (++asked <= 3 ? first : second)(request) }, status);
    world.sync.nudge();
    await passTime(world.test.clock, () => asked >= 4);
    await passTime(world.test.clock, () => !world.sync.syncing);
    expect(world.test.chain.headersInMemory).toBe(1);
  });

  it('are not stored when junk comes along with a page that was proven', async () => {
    const world = await worldOf();
    const good = serveHeaders(long.blocks, guarded.genesisHash);
    const junk = built(guarded, 1, 9).blocks[0] as Block;
    let asked = 0;
    world.join(
      {
        GETHEADERS: (request) => {
          const page = good(request);
          return ++asked <= 3 ? page : { ...page, headers: [junk.header.bytes, ...page.headers.slice(1)] };
        },
      },
      status,
    );
    world.sync.nudge();
    await passTime(world.test.clock, () => world.reports.length > 0);
    expect(world.reports).toEqual(['sync-headers-unconnected']);
    expect(world.test.chain.headersInMemory).toBe(1);
  });

  it('are dropped when they leave our chain more than 144 blocks before its tip and claim no more than that', async () => {
    const own = built(network, 400);
    const world = await worldOf(own.blocks);
    const useless = buildChain(network, 200, genesisPlace(network), () => ({ extraNonce: 5 })).blocks;
    const before = world.test.chain.headersInMemory;
    const claim = { ...statusOf(world.test.chain), totalWork: world.test.chain.tip.totalWork + 1n };
    world.join({ GETHEADERS: serveHeaders(useless, network.genesisHash) }, claim);
    world.sync.nudge();
    await passTime(world.test.clock, () => world.reports.length > 0);
    expect(world.reports).toEqual(['sync-claim-unfounded']);
    expect(world.test.chain.headersInMemory).toBe(before);
  });
});
