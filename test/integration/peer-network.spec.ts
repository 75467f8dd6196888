import { MemoryHub } from '#adapters/memory/memory-hub';
import type { MemoryTransport } from '#adapters/memory/memory-transport';
import { crumbs } from '#domain/primitives/crumbs';
import { signTransfer } from '#domain/wallet/sign-transfer';
import { testKey } from '#test/keys';
import { type MemoryNode, startMemoryNode } from '#test/memory-node';
import { testNetwork } from '#test/network';
import { until } from '#test/until';

describe('peers in a network', () => {
  const network = testNetwork();
  const running: MemoryNode[] = [];

  const start = async (
    hub: MemoryHub<MemoryTransport>,
    seed: number,
    fixedPeers: number[] = [],
  ): Promise<MemoryNode> => {
    const node = await startMemoryNode(hub, network, seed, fixedPeers);
    running.push(node);
    return node;
  };

  const onOneTip = (...nodes: MemoryNode[]): boolean =>
    nodes.every(({ node }) => node.chain.tip.hash === nodes[0]?.node.chain.tip.hash);

  afterEach(async () => {
    await Promise.all(running.splice(0).map(({ node }) => node.stop()));
  });

  it('learn of each other through one they all know', async () => {
    const hub = new MemoryHub<MemoryTransport>();
    const nodes = [await start(hub, 1), await start(hub, 2, [1]), await start(hub, 3, [1])];
    await until(() => nodes.every(({ node }) => node.peers.roster.size === 2));
  });

  it('hold one session with each other, whoever dialled', async () => {
    const hub = new MemoryHub<MemoryTransport>();
    const nodes = [await start(hub, 1, [2]), await start(hub, 2, [1])];
    await until(() => nodes.every(({ node }) => node.peers.roster.size === 1));
    const directions = () => nodes.map(({ node }) => node.peers.roster.all()[0]?.session.direction);
    await until(() => directions().sort().join() === 'inbound,outbound');
  });

  it('pass a mined block on to everybody', async () => {
    const hub = new MemoryHub<MemoryTransport>();
    const [a, b, c] = [await start(hub, 1), await start(hub, 2, [1]), await start(hub, 3, [2])];
    await until(() => a.node.peers.roster.size > 0 && c.node.peers.roster.size > 0);
    await a.mine(3);
    await until(() => a.node.chain.tip.height === 3 && onOneTip(a, b, c));
    await c.mine(1);
    await until(() => a.node.chain.tip.height === 4 && onOneTip(a, b, c));
  });

  it('catch up when they join late', async () => {
    const hub = new MemoryHub<MemoryTransport>();
    const a = await start(hub, 1);
    await a.mine(300);
    const b = await start(hub, 2, [1]);
    await until(() => b.node.chain.tip.height === 300 && onOneTip(a, b));
  }, 30_000);

  it('pass open transactions on, and a block of them in compact form', async () => {
    const hub = new MemoryHub<MemoryTransport>();
    const [a, b, c] = [await start(hub, 1), await start(hub, 2, [1]), await start(hub, 3, [2])];
    await until(() => b.node.peers.roster.size === 2 && c.node.peers.roster.size > 0);
    await a.mine(1);
    await until(() => onOneTip(a, b, c));
    const payment = signTransfer(testKey(1), network, {
      recipient: testKey(3).account,
      amount: crumbs(5_000),
      fee: crumbs(1_000_000),
      nonce: 0,
      memo: new Uint8Array(0),
    });
    const submitted = await a.node.transactions.submit(payment.bytes, 'own');
    expect(submitted.ok).toBe(true);
    await until(() => c.node.mempool.view.has(payment.id));
    await c.mine(1);
    await until(() => a.node.chain.tip.height === 2 && onOneTip(a, b, c));
    const states = await b.node.chain.accounts([testKey(3).account]);
    expect(states.get(testKey(3).account)?.balance).toBe(5_000_000_000 + 5_000 + 1_000_000);
    expect(a.node.mempool.view.size).toBe(0);
  });

  it('end on the chain with more work when a split network meets again, and open what the other side had mined', async () => {
    const hub = new MemoryHub<MemoryTransport>();
    const [a, b] = [await start(hub, 1, [2]), await start(hub, 2, [1])];
    await until(() => a.node.peers.roster.size === 1 && b.node.peers.roster.size === 1);
    await a.mine(2);
    await until(() => onOneTip(a, b));
    const split = (isSplit: boolean) => {
      hub.line = { delayMs: () => (isSplit ? undefined : 1) };
    };
    split(true);
    a.node.peers.roster.all()[0]?.session.disconnect('cut');
    b.node.peers.roster.all()[0]?.session.disconnect('cut');
    const payment = signTransfer(testKey(1), network, {
      recipient: testKey(9).account,
      amount: crumbs(7),
      fee: crumbs(1_000_000),
      nonce: 0,
      memo: new Uint8Array(0),
    });
    await a.node.transactions.submit(payment.bytes, 'own');
    await a.mine(1);
    await b.mine(3);
    expect(a.node.chain.tip.height).toBe(3);
    split(false);
    await until(() => onOneTip(a, b) && a.node.chain.tip.height === 5, 20_000);
    expect(a.node.mempool.view.has(payment.id)).toBe(true);
    await until(() => b.node.mempool.view.has(payment.id));
  }, 30_000);
});
