import { connect } from 'node:net';
import { MAX_HANDSHAKES_OF_LOOPBACK } from '#adapters/tcp/connection-places';
import { testNetwork } from '#test/network';
import { startTcpNode, type TcpNode } from '#test/tcp/tcp-node';
import { until } from '#test/until';

const CONNECTIONS = 10_000;
/** Connections of the flood that stand at once: what a process may open without further ado. */
const AT_ONCE = 400;
const GIVE_UP_MS = 10_000;
/** Heap that a flood may cost, beside what mining and synchronising need anyway. */
const MAX_HEAP_GROWTH_BYTES = 67_108_864;

describe('ten thousand connections to one peer', () => {
  const network = testNetwork();
  const running: TcpNode[] = [];

  afterEach(async () => {
    await Promise.all(running.splice(0).map(({ node }) => node.stop()));
  });

  it('take no more than their share of places, while the peer goes on with those it has', async () => {
    const a = await startTcpNode(network, { seed: 1 });
    const b = await startTcpNode(network, { seed: 2, fixedPeers: [a.endpoint] });
    running.push(a, b);
    await until(() => a.node.peers.roster.size === 1 && b.node.peers.roster.size === 1);
    const heapBefore = process.memoryUsage().heapUsed;
    let [made, open, mostPending, mostHeap] = [0, 0, 0, 0];
    const flood = new Promise<void>((resolve) => {
      const more = (): void => {
        while (open < AT_ONCE && made < CONNECTIONS) {
          made++;
          open++;
          // Says nothing, and stays until it is thrown out. (The system may forget one without telling it.)
          const socket = connect({ host: a.endpoint.host, port: a.endpoint.port });
          socket.resume();
          socket.setTimeout(GIVE_UP_MS, () => socket.destroy());
          socket.on('error', () => undefined);
          socket.once('close', () => {
            open--;
            if (made < CONNECTIONS) more();
            else if (open === 0) resolve();
          });
        }
      };
      more();
    });
    const watch = setInterval(() => {
      mostPending = Math.max(mostPending, a.transport.pendingCount);
      mostHeap = Math.max(mostHeap, process.memoryUsage().heapUsed);
    }, 5);
    await until(() => made > 1_000, 60_000);
    await b.mine(20);
    await until(() => a.node.chain.tip.hash === b.node.chain.tip.hash && a.node.chain.tip.height === 20, 30_000);
    await flood;
    clearInterval(watch);
    expect(mostPending).toBe(MAX_HANDSHAKES_OF_LOOPBACK);
    expect(mostHeap - heapBefore).toBeLessThan(MAX_HEAP_GROWTH_BYTES);
    expect(a.transport.pendingCount).toBe(0);
    expect(a.node.peers.roster.size).toBe(1);
    const c = await startTcpNode(network, { seed: 3, fixedPeers: [a.endpoint] });
    running.push(c);
    await until(() => c.node.chain.tip.height === 20);
  }, 300_000);
});
