import { generateNodeIdentity } from '#adapters/tcp/node-identity';
import type { FullNode } from '#domain/node/full-node';
import type { SessionHandlers } from '#domain/peer-network/transport.port';
import { crumbs } from '#domain/primitives/crumbs';
import { signTransfer } from '#domain/wallet/sign-transfer';
import { testKey } from '#test/keys';
import { testAllocations, testNetwork } from '#test/network';
import { freePort } from '#test/processes/free-port';
import { NestHandlers } from '#test/tcp/nest-handlers';
import { startTcpNode, type TcpNode, type TcpNodeOptions } from '#test/tcp/tcp-node';
import { until } from '#test/until';

const network = testNetwork({ allocations: testAllocations(2, 1_000_000_000) });
const nest = new NestHandlers();

describe.each([
  ['straight to the use cases', {}],
  ["through Nest's handlers", { handlers: nest.for }],
])('peers on real TCP, %s,', (_way, way: Partial<TcpNodeOptions>) => {
  const running: TcpNode[] = [];

  const start = async (options: TcpNodeOptions): Promise<TcpNode> => {
    const node = await startTcpNode(network, { ...way, ...options });
    running.push(node);
    return node;
  };

  const onOneTip = (...nodes: TcpNode[]): boolean =>
    nodes.every(({ node }) => node.chain.tip.hash === nodes[0]?.node.chain.tip.hash);

  afterEach(async () => {
    await Promise.all(running.splice(0).map(({ node }) => node.stop()));
    await nest.close();
  });

  it('find each other through one, pass blocks on, and catch up with 300 when they join late', async () => {
    const a = await start({ seed: 1 });
    const b = await start({ seed: 2, fixedPeers: [a.endpoint] });
    await until(() => a.node.peers.roster.size === 1 && b.node.peers.roster.size === 1);
    await a.mine(300);
    await until(() => b.node.chain.tip.height === 300 && onOneTip(a, b), 20_000);
    const c = await start({ seed: 3, fixedPeers: [b.endpoint] });
    await until(() => c.node.chain.tip.height === 300 && onOneTip(a, b, c), 20_000);
    await until(() => [a, b, c].every(({ node }) => node.peers.roster.size === 2));
    await c.mine(1);
    await until(() => a.node.chain.tip.height === 301 && onOneTip(a, b, c));
  }, 60_000);

  it('tell each other what is open when they meet, also the one that is dialled', async () => {
    const port = await freePort();
    const asker = { host: '127.0.0.1', port };
    // The dialler has its payment open before anybody is there to be told.
    const dialler = await start({ seed: 1, fixedPeers: [asker] });
    const transfer = { recipient: testKey(2).account, amount: crumbs(7), fee: crumbs(1_000_000), nonce: 0 };
    const payment = signTransfer(testKey(1), network, { ...transfer, memo: new Uint8Array(0) });
    expect(await dialler.node.transactions.submit(payment.bytes, 'own')).toMatchObject({ ok: true });
    const dialled = await start({ seed: 2, port });
    await until(() => dialled.node.mempool.view.has(payment.id));
  });

  it('hold one session when two dial each other at the same time: the one made by the lower id', async () => {
    const greeted = new Set<string>();
    // Both greetings are held until both are there, so that each side answers not knowing of the other's.
    const held = async (node: FullNode): Promise<SessionHandlers> => {
      const inner = (await way.handlers?.(node)) ?? node.handlers;
      return {
        opened: (session) => inner.opened(session),
        closed: (session, reason) => inner.closed(session, reason),
        oneWay: (session, command, message) => inner.oneWay(session, command, message),
        request: async (session, command, request) => {
          if (command === 'PCONNECT') {
            greeted.add(session.peerId);
            await until(() => greeted.size === 2);
          }
          return inner.request(session, command, request);
        },
      };
    };
    const [keyA, keyB] = [generateNodeIdentity(), generateNodeIdentity()];
    const [portA, portB] = [await freePort(), await freePort()];
    const endpoint = (port: number) => ({ host: '127.0.0.1', port });
    const a = await start({ seed: 1, identity: keyA, port: portA, fixedPeers: [endpoint(portB)], handlers: held });
    const b = await start({ seed: 2, identity: keyB, port: portB, fixedPeers: [endpoint(portA)], handlers: held });
    const directionAt = (node: TcpNode) => node.node.peers.roster.all()[0]?.session.direction;
    const expected = keyA.peerId < keyB.peerId ? ['outbound', 'inbound'] : ['inbound', 'outbound'];
    await until(() => greeted.size === 2 && [directionAt(a), directionAt(b)].join() === expected.join());
    await until(() => [a, b].every(({ transport }) => transport.sessionCount === 1));
    await a.mine(1);
    await until(() => onOneTip(a, b));
  });
});
