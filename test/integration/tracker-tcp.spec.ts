import { MemoryRegistryStore } from '#adapters/memory/memory-registry-store';
import { generateNodeIdentity } from '#adapters/tcp/node-identity';
import type { Endpoint } from '#domain/peer-network/endpoint';
import { testNetwork } from '#test/network';
import { freePort } from '#test/processes/free-port';
import { startTcpNode, type TcpNode } from '#test/tcp/tcp-node';
import { startTcpTracker, type TcpTracker } from '#test/tracker/tcp-tracker';
import { until } from '#test/until';

const network = testNetwork();

describe('peers and a tracker on real TCP', () => {
  const nodes: TcpNode[] = [];
  const trackers: TcpTracker[] = [];

  afterEach(async () => {
    await Promise.all(nodes.splice(0).map(({ node }) => node.stop()));
    await Promise.all(trackers.splice(0).map((tracker) => tracker.stop()));
  });

  const node = async (seed: number, tracker: Endpoint): Promise<TcpNode> => {
    const started = await startTcpNode(network, { seed, trackers: [tracker] });
    nodes.push(started);
    return started;
  };

  it('meet through it, each listed where it really listens', async () => {
    const tracker = await startTcpTracker(network);
    trackers.push(tracker);
    const started = [await node(1, tracker.endpoint), await node(2, tracker.endpoint), await node(3, tracker.endpoint)];
    await until(() => started.every(({ node: { peers } }) => peers.roster.size === 2), 20_000);
    const endpoints = tracker.tracker.registry.listed().map(({ listing }) => listing.record.endpoint);
    expect(new Set(endpoints.map(({ port }) => port))).toEqual(new Set(started.map(({ endpoint }) => endpoint.port)));
    await started[0]?.mine(2);
    await until(() => started.every(({ node: { chain } }) => chain.tip.height === 2));
  }, 60_000);

  it('find it again after it was away, and it finds them', async () => {
    const identity = generateNodeIdentity();
    const store = new MemoryRegistryStore();
    const port = await freePort();
    const before = await startTcpTracker(network, { identity, store, port });
    const [one, two] = [await node(1, before.endpoint), await node(2, before.endpoint)];
    await until(() => before.tracker.registry.listedCount === 2);
    await before.stop();
    const again = await startTcpTracker(network, { identity, store, port });
    trackers.push(again);
    await until(() => again.tracker.registry.listedCount === 2);
    await until(() => again.tracker.registry.all().every(({ session }) => session !== undefined), 20_000);
    await until(() => [one, two].every(({ node: { peers } }) => peers.trackers[0]?.connected === true));
  }, 60_000);
});
