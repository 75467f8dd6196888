import { MemoryHub } from '#adapters/memory/memory-hub';
import type { MemoryTransport } from '#adapters/memory/memory-transport';
import { SystemClock } from '#adapters/system/system-clock';
import { type MemoryNode, startMemoryNode } from '#test/memory-node';
import { testNetwork } from '#test/network';
import {
  startTestTracker,
  type TestTracker,
  type TestTrackerOptions,
  TRACKER_ENDPOINT,
} from '#test/tracker/test-tracker';
import { until } from '#test/until';

const network = testNetwork();
/** A peer that lost its tracker tries after 1, 2, 4 … seconds. */
const REJOIN_DEADLINE_MS = 20_000;

describe('full nodes and a tracker', () => {
  const nodes: MemoryNode[] = [];
  const trackers: TestTracker[] = [];
  let hub: MemoryHub<MemoryTransport>;

  beforeEach(() => {
    hub = new MemoryHub();
  });

  afterEach(async () => {
    await Promise.all(nodes.splice(0).map(({ node }) => node.stop()));
    await Promise.all(trackers.splice(0).map(({ tracker }) => tracker.stop()));
  });

  const tracker = async (options: Omit<TestTrackerOptions, 'clock'> = {}): Promise<TestTracker> => {
    const started = await startTestTracker(hub, { clock: new SystemClock(), ...options });
    trackers.push(started);
    return started;
  };

  const node = async (seed: number): Promise<MemoryNode> => {
    const started = await startMemoryNode(hub, network, seed, [], [TRACKER_ENDPOINT]);
    nodes.push(started);
    return started;
  };

  const peersOf = ({ node }: MemoryNode): number => node.peers.roster.size;

  it('meet: the first learns of the later ones without being told to', async () => {
    const { tracker: registry } = await tracker();
    const first = await node(1);
    await until(() => registry.registry.listedCount === 1);
    const [second, third] = [await node(2), await node(3)];
    await until(() => [first, second, third].every((each) => peersOf(each) === 2));
    expect(registry.registry.listedCount).toBe(3);
    await third.mine(2);
    await until(() => [first, second].every((each) => each.node.chain.tip.hash === third.node.chain.tip.hash));
  });

  it('are listed with the height they have got to', async () => {
    const { tracker: registry } = await tracker({ healthCheckIntervalMs: 200 });
    const one = await node(1);
    await one.mine(5);
    await until(() => registry.registry.listed()[0]?.height === 5);
  });

  it('lose a dead one from the lists', async () => {
    const { tracker: registry } = await tracker({ healthCheckIntervalMs: 200 });
    const [one, dead] = [await node(1), await node(2)];
    await until(() => registry.registry.listedCount === 2);
    dead.transport.kill();
    await until(() => registry.registry.listedCount === 1);
    expect(registry.registry.listed()[0]?.listing.record.endpoint).toEqual(one.endpoint);
  });

  it('go on without the tracker, and rejoin it when it is back', async () => {
    const before = await tracker();
    const [one, two] = [await node(1), await node(2)];
    await until(() => before.tracker.registry.listedCount === 2 && peersOf(one) === 1 && peersOf(two) === 1);
    before.transport.kill();
    await one.mine(1);
    await until(() => two.node.chain.tip.height === 1);
    const again = await tracker();
    await until(() => again.tracker.registry.listedCount === 2, REJOIN_DEADLINE_MS);
    const three = await node(3);
    await until(() => peersOf(three) === 2);
  }, 60_000);

  it('join again when the tracker has put them out and tells them so', async () => {
    const { tracker: registry, happened } = await tracker({ healthCheckIntervalMs: 300 });
    const one = await node(1);
    await until(() => registry.registry.listedCount === 1);
    hub.line = { delayMs: () => undefined };
    await until(() => registry.registry.size === 0);
    hub.line = { delayMs: () => 1 };
    await until(() => registry.registry.listedCount === 1, REJOIN_DEADLINE_MS);
    expect(happened.filter(({ kind }) => kind === 'joined')).toHaveLength(2);
    expect(peersOf(one)).toBe(0);
  }, 60_000);
});
