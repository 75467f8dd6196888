import { MemoryHub } from '#adapters/memory/memory-hub';
import type { MemoryTransport } from '#adapters/memory/memory-transport';
import { testKey } from '#test/keys';
import { type MemoryNode, startMemoryNode } from '#test/memory-node';
import { testAllocations, testNetwork } from '#test/network';
import { testTransfer } from '#test/transfer';
import { until } from '#test/until';

const network = testNetwork({ allocations: testAllocations(2, 1_000_000_000) });

describe('the pace of mining', () => {
  let memory: MemoryNode;
  const height = () => memory.node.chain.tip.height;
  const payee = testKey(9).account;
  const pay = async (nonce: number) => {
    const { bytes } = testTransfer(network, { from: 0, to: 1, nonce, fee: 100_000 });
    expect(await memory.node.transactions.submit(bytes, 'own')).toMatchObject({ ok: true });
  };
  beforeEach(async () => {
    memory = await startMemoryNode(new MemoryHub<MemoryTransport>(), network, 1);
  });
  afterEach(() => memory.node.stop());

  it('instant: a block as soon as a transaction opens, and none without', async () => {
    const { mining, mempool } = memory.node;
    expect(mining.start(payee, 1, { kind: 'instant' })).toMatchObject({ ok: true });
    expect(mining.state()).toMatchObject({ mode: 'instant', intervalSeconds: undefined });
    for (let nonce = 0; nonce < 3; nonce++) {
      expect(height()).toBe(nonce);
      await pay(nonce);
      await until(() => height() === nonce + 1 && mempool.view.size === 0);
    }
    // Behind a gap nothing can be mined: what it waits for comes later.
    await pay(4);
    await memory.node.chain.queue.run(async () => undefined);
    expect(height()).toBe(3);
    await pay(3);
    await until(() => mempool.view.size === 0);
    const state = (await memory.node.chain.accounts([payee])).get(payee);
    expect(state?.balance).toBe(height() * 5_000_000_000 + 5 * 100_000);
  });

  it('instant: takes what was open before it began, and stops while it waits', async () => {
    await pay(0);
    memory.node.mining.start(payee, 1, { kind: 'instant' });
    await until(() => height() === 1);
    await memory.node.mining.stop();
    expect(memory.node.mining.state().mode).toBe('off');
    await pay(1);
    await memory.node.chain.queue.run(async () => undefined);
    expect(height()).toBe(1);
  });

  it('interval: a block at once, the next when the time has come, with or without transactions', async () => {
    memory.node.mining.start(payee, 1, { kind: 'interval', seconds: 1 });
    expect(memory.node.mining.state()).toMatchObject({ mode: 'interval', intervalSeconds: 1 });
    await until(() => height() === 1);
    const firstMs = performance.now();
    await until(() => height() === 2);
    expect(performance.now() - firstMs).toBeGreaterThan(800);
    await memory.node.mining.stop();
  });
});
