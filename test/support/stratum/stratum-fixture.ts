import { MemoryHub } from '#adapters/memory/memory-hub';
import type { MemoryTransport } from '#adapters/memory/memory-transport';
import { StratumServer } from '#adapters/stratum/stratum-server';
import type { StratumTimeouts } from '#adapters/stratum/stratum-session';
import { SystemClock } from '#adapters/system/system-clock';
import { SystemRandom } from '#adapters/system/system-random';
import type { Network } from '#domain/network-params/network';
import type { FullNode } from '#domain/node/full-node';
import { SILENT_LOG } from '#domain/primitives/log.port';
import { StratumPool } from '#domain/stratum/stratum-pool';
import { type MemoryNode, startMemoryNode } from '../memory-node.ts';
import { StratumClient } from './stratum-client.ts';

/** A node in memory with a Stratum server on a free port of this machine. */
export interface StratumFixture extends MemoryNode {
  readonly node: FullNode;
  readonly pool: StratumPool;
  readonly server: StratumServer;
  readonly port: number;
  /** A new connection; all are closed with the fixture. */
  client(): Promise<StratumClient>;
  close(): Promise<void>;
}

export async function startStratum(network: Network, timeouts?: StratumTimeouts): Promise<StratumFixture> {
  const memory = await startMemoryNode(new MemoryHub<MemoryTransport>(), network, 1);
  const { node } = memory;
  const [clock, random, log] = [new SystemClock(), new SystemRandom(), SILENT_LOG];
  const pool = new StratumPool({ chain: node.chain, transactions: node.mempool.view, clock, random, log });
  node.events.subscribe(({ kind }) => {
    if (kind === 'mempool') pool.transactionsOpened();
  });
  const server = new StratumServer({ pool, log, ...(timeouts === undefined ? {} : { timeouts }) });
  await server.listen({ host: '127.0.0.1', port: 0 });
  const port = server.endpoint?.port ?? 0;
  const clients: StratumClient[] = [];
  return {
    ...memory,
    pool,
    server,
    port,
    async client() {
      const client = await StratumClient.connect(port);
      clients.push(client);
      return client;
    },
    async close() {
      for (const client of clients) client.close();
      await server.close();
      await node.stop();
    },
  };
}
