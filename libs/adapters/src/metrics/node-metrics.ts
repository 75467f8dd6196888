import { Gauge, Registry } from 'prom-client';
import type { FullNode } from '#domain/node/full-node';
import { addProcessMetrics } from './process-metrics.ts';

interface Reading {
  readonly name: string;
  readonly help: string;
  readonly read: (node: FullNode) => number;
}

/** What is read when somebody scrapes; nothing is counted in between. */
const READINGS: readonly Reading[] = [
  { name: 'cheesechain_chain_height_blocks', help: 'Height of the best block.', read: (node) => node.chain.tip.height },
  {
    name: 'cheesechain_chain_best_header_height_blocks',
    help: 'Height of the best known header.',
    read: (node) => node.chain.bestHeader.height,
  },
  {
    name: 'cheesechain_chain_tip_timestamp_seconds',
    help: 'Time of the best block, since 1970.',
    read: (node) => node.chain.tip.header.timestamp,
  },
  {
    name: 'cheesechain_chain_headers_in_memory',
    help: 'Headers held in memory.',
    read: (node) => node.chain.headersInMemory,
  },
  {
    name: 'cheesechain_open_transactions',
    help: 'Open transactions.',
    read: (node) => node.mempool.view.size,
  },
  {
    name: 'cheesechain_open_transactions_bytes',
    help: 'Bytes of all open transactions.',
    read: (node) => node.mempool.view.bytes,
  },
  {
    name: 'cheesechain_known_addresses',
    help: 'Addresses of other peers in the address book.',
    read: (node) => node.peers.book.size,
  },
  {
    name: 'cheesechain_mining_hashes_per_second',
    help: 'Hash rate of the search that runs.',
    read: (node) => node.mining.state().hashesPerSecond,
  },
  {
    name: 'cheesechain_mining_blocks_found',
    help: 'Blocks mined here since the start.',
    read: (node) => node.mining.state().blocksFound,
  },
];

/** The figures of a node, and Node's own, for Prometheus. */
export function nodeMetrics(node: FullNode, labels: { readonly verifier: string; readonly miner: string }): Registry {
  const registry = new Registry();
  addProcessMetrics(registry);
  for (const { name, help, read } of READINGS) {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read(node));
      },
    });
  }
  new Gauge({
    name: 'cheesechain_sessions',
    help: 'Peers in session, by who dialled.',
    labelNames: ['direction'],
    registers: [registry],
    collect() {
      const peers = node.peers.roster.all();
      const outbound = peers.filter(({ session }) => session.direction === 'outbound').length;
      this.set({ direction: 'outbound' }, outbound);
      this.set({ direction: 'inbound' }, peers.length - outbound);
    },
  });
  const info = new Gauge({
    name: 'cheesechain_info',
    help: 'What this node runs on; always 1.',
    labelNames: ['network', 'verifier', 'miner'],
    registers: [registry],
  });
  info.set({ network: node.network.parameters.name, ...labels }, 1);
  return registry;
}
