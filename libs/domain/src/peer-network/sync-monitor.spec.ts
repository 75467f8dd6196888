import { testNetwork } from '#test/network';
import { passTime } from '#test/peers/pass-time';
import { serveHeaders } from '#test/peers/serve-headers';
import { built, chainOf, claiming, SyncWorld } from '#test/peers/sync-world';
import type { Block } from '../block/block.ts';
import { statusOf } from './chain-queries.ts';
import type { RequestOf, ResponseOf } from './messages.ts';
import type { SyncProgress } from './sync-progress.ts';

const network = testNetwork();

describe('the progress of catching up', () => {
  const worlds: SyncWorld[] = [];

  const open = async (...branches: (readonly Block[])[]) => {
    const world = new SyncWorld(await chainOf(network, ...branches));
    worlds.push(world);
    const told: (SyncProgress | undefined)[] = [];
    world.sync.monitor.changed.subscribe((progress) => told.push(progress));
    return { world, told };
  };

  afterEach(async () => {
    await Promise.all(worlds.splice(0).map((world) => world.stop()));
  });

  it('is told from the headers to the last block, and then no more', async () => {
    const other = await chainOf(network, built(network, 300).blocks);
    const { world, told } = await open();
    world.joinWith(other);
    await world.catchUp(other);
    await passTime(world.test.clock, () => told.at(-1) === undefined);
    const common = { height: 0, headerHeight: 300, targetHeight: 300, sources: 1 };
    expect(told.slice(0, 2)).toEqual([
      { phase: 'fetching-headers', ...common },
      { phase: 'fetching-blocks', ...common },
    ]);
    const blocks = told.slice(2, -1);
    expect(blocks.every((progress) => progress?.phase === 'fetching-blocks')).toBe(true);
    expect(blocks.some((progress) => (progress?.height ?? 0) > 0)).toBe(true);
    expect(told.filter((progress) => progress === undefined).length).toBe(1);
    expect(world.sync.monitor.current).toBeUndefined();
  });

  it('is the same object as long as nothing came', async () => {
    const withheld = await chainOf(network, built(network, 30).blocks);
    const { world, told } = await open();
    world.joinWith(withheld, { GETCHAIN: () => 'silence' });
    world.sync.nudge();
    await passTime(world.test.clock, () => told.at(-1)?.phase === 'fetching-blocks');
    const shown = world.sync.monitor.current;
    expect(shown).toBe(told.at(-1));
    await passTime(world.test.clock, () => world.reports.length > 0);
    expect(told.slice(-2)).toEqual([shown, undefined]);
  });

  it('says nothing of a block or two', async () => {
    const { blocks } = built(network, 12);
    const { world, told } = await open(blocks.slice(0, 10));
    const other = await chainOf(network, blocks);
    world.joinWith(other);
    await world.catchUp(other);
    expect(told).toEqual([]);
  });

  it('ends with who told of a chain and leaves before a block came', async () => {
    const other = await chainOf(network, built(network, 30).blocks);
    const { world, told } = await open();
    const peer = world.joinWith(other, { GETCHAIN: () => 'silence' });
    world.sync.nudge();
    await passTime(world.test.clock, () => told.length > 0);
    peer.session.disconnect('gone');
    await passTime(world.test.clock, () => told.at(-1) === undefined);
    expect(world.sync.monitor.current).toBeUndefined();
  });

  it('is silent about claims without a header behind them', async () => {
    const other = await chainOf(network, built(network, 5).blocks);
    const { world, told } = await open(built(network, 5).blocks);
    const claim = { ...claiming(statusOf(other.chain), 1n << 100n), height: 4_000_000_000 };
    world.join({ GETHEADERS: () => ({ command: 'HEADERS', headers: [] }) }, claim);
    world.sync.nudge();
    await passTime(world.test.clock, () => world.reports.length > 0);
    expect(told).toEqual([]);
  });

  it('is that of one peer at a time, and of nobody who was overtaken', async () => {
    const { world } = await open();
    const [first, second] = [1, 2].map(() =>
      world.join({}, { height: 90, tipHash: network.genesisHash, totalWork: 9n }),
    );
    const { monitor } = world.sync;
    const shown = () => monitor.current?.headerHeight;
    if (first === undefined || second === undefined) throw new Error('two peers joined');
    monitor.began();
    monitor.headersCame(first, 'judging-headers', 20);
    monitor.headersCame(second, 'judging-headers', 70);
    expect(shown()).toBe(20);
    monitor.headersEnded(first);
    monitor.headersCame(second, 'judging-headers', 80);
    expect(shown()).toBe(80);
    monitor.ended();
    monitor.headersCame(second, 'judging-headers', 90);
    expect(shown()).toBeUndefined();
  });
});

describe('the progress of catching up with a chain whose work must be proven first', () => {
  const CHAIN_BLOCKS = 4_500;
  const guarded = testNetwork({ minimumChainWork: (2n * 4_200n).toString(16) });
  const long = built(guarded, CHAIN_BLOCKS);
  const GETHEADERS = serveHeaders(long.blocks, guarded.genesisHash);
  const { hash, totalWork } = long.place.parent;
  const status = { height: CHAIN_BLOCKS, tipHash: hash, totalWork };

  it('counts the headers that are judged, then those that are stored', async () => {
    const world = new SyncWorld(await chainOf(guarded));
    const told: (readonly [string, number, number] | undefined)[] = [];
    world.sync.monitor.changed.subscribe((progress) =>
      told.push(progress && [progress.phase, progress.headerHeight, progress.targetHeight]),
    );
    world.join({ GETHEADERS, GETCHAIN: () => 'silence' }, status);
    world.sync.nudge();
    await passTime(world.test.clock, () => told.at(-1)?.[0] === 'fetching-blocks');
    expect(told).toEqual([
      ['judging-headers', 2_000, CHAIN_BLOCKS],
      ['judging-headers', 4_000, CHAIN_BLOCKS],
      ['judging-headers', 4_500, CHAIN_BLOCKS],
      ['fetching-headers', 2_000, CHAIN_BLOCKS],
      ['fetching-headers', 4_000, CHAIN_BLOCKS],
      ['fetching-headers', 4_500, CHAIN_BLOCKS],
      ['fetching-blocks', 4_500, CHAIN_BLOCKS],
    ]);
    expect(world.sync.syncing).toBe(true);
    await world.stop();
  });

  it('ends when the headers turn out to be worth nothing', async () => {
    const world = new SyncWorld(await chainOf(guarded));
    const told: (SyncProgress | undefined)[] = [];
    world.sync.monitor.changed.subscribe((progress) => told.push(progress));
    const short = (request: RequestOf<'GETHEADERS'>): ResponseOf<'GETHEADERS'> => {
      const { headers } = GETHEADERS(request);
      return { command: 'HEADERS', headers: headers.length < 2_000 ? [] : headers };
    };
    world.join({ GETHEADERS: short }, status);
    world.sync.nudge();
    await passTime(world.test.clock, () => world.reports.length > 0);
    await passTime(world.test.clock, () => told.at(-1) === undefined);
    expect(told.map((progress) => progress?.headerHeight)).toEqual([2_000, 4_000, undefined]);
    await world.stop();
  });
});
