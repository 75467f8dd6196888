import { MemoryHub } from '#adapters/memory/memory-hub';
import type { MemoryTransport } from '#adapters/memory/memory-transport';
import { SystemClock } from '#adapters/system/system-clock';
import { SYNCING_BEHIND_BLOCKS } from '#domain/peer-network/sync-monitor';
import { EventListener } from '#test/http/event-listener';
import { startTestPeer, type TestPeer } from '#test/http/test-peer';
import { startMemoryNode } from '#test/memory-node';
import { testNetwork } from '#test/network';
import { ScriptedSession } from '#test/peers/scripted-session';
import { built } from '#test/peers/sync-world';
import { testPeer } from '#test/peers/test-peer';
import { until } from '#test/until';

const DEADLINE_MS = 60_000;
const network = testNetwork();

const clock = new SystemClock();
/** A peer that says its chain is this long; it is not connected. */
const other = testPeer(new ScriptedSession({ seed: 2, clock }), clock, {
  height: 9_000,
  tipHash: network.genesisHash,
  totalWork: 99n,
});

describe('how far catching up is', () => {
  let peer: TestPeer;
  let listener: EventListener;
  const heard = () => listener.heard.filter(({ name }) => name === 'sync.progress').map(({ data }) => data);
  const asked = async () => (await peer.api.ok<{ sync: unknown }>('GET', '/v1/chain')).sync;

  const start = async (hub?: MemoryHub<MemoryTransport>): Promise<void> => {
    peer = await startTestPeer({ network, seed: 1, ...(hub === undefined ? {} : { hub }) });
    listener = await EventListener.open(await peer.listen());
  };
  afterEach(async () => {
    await listener.close();
    await peer.close();
  });

  it('is answered and told from the first headers to the end, each phase at once', async () => {
    await start();
    const { monitor } = peer.node.peers.sync;
    const toldBefore = heard().length;
    monitor.began();
    const steps = [
      ['judging-headers', 8_000],
      ['fetching-headers', 2_000],
    ] as const;
    for (const [index, [phase, headerHeight]] of steps.entries()) {
      monitor.headersCame(other, phase, headerHeight);
      const sync = { phase, headerHeight, targetHeight: 9_000 };
      expect(await asked()).toEqual(sync);
      await until(() => heard().length > toldBefore + index, DEADLINE_MS);
      expect(heard().at(-1)).toEqual({ height: 0, sync });
    }
    monitor.ended();
    expect(await asked()).toBeNull();
    await until(() => heard().length > toldBefore + steps.length, DEADLINE_MS);
    expect(heard().at(-1)).toEqual({ height: 0, sync: null });
    expect(listener.numbered).toEqual([]);
  });

  it('is told no more often than an eye can follow', async () => {
    await start();
    const { monitor } = peer.node.peers.sync;
    monitor.began();
    const startMs = performance.now();
    for (let height = 1; height <= 5_000; height++) monitor.headersCame(other, 'judging-headers', height);
    monitor.ended();
    const tookMs = performance.now() - startMs;
    await until(() => heard().at(-1)?.['sync'] === null, DEADLINE_MS);
    expect(heard().length).toBeLessThanOrEqual(3 + tookMs / 500);
  });

  it('is told of a real chain until its last blocks', async () => {
    const hub = new MemoryHub<MemoryTransport>();
    const source = await startMemoryNode(hub, network, 2);
    await source.node.chain.acceptAll(built(network, 60).blocks, 'normal');
    await start(hub);
    expect(await peer.node.peers.connect(source.endpoint)).toBe(true);
    await until(() => heard().at(-1)?.['sync'] === null, DEADLINE_MS);
    expect(heard().at(-1)?.['height']).toBeGreaterThanOrEqual(60 - SYNCING_BEHIND_BLOCKS);
    const targets = heard().flatMap(({ sync }) => (sync as { targetHeight: number } | null)?.targetHeight ?? []);
    expect(targets.every((height) => height === 60)).toBe(true);
    await source.node.stop();
  });
});
