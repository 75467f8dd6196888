import { Counter, type Registry } from 'prom-client';
import type { FullNode } from '#domain/node/full-node';
import { addGauges } from './readings.ts';

/** The chain: where it ends, and how it moved. */
export function addChainMetrics(registry: Registry, node: FullNode): void {
  const { chain } = node;
  addGauges(registry, [
    { name: 'cheesechain_chain_height_blocks', help: 'Height of the best block.', read: () => chain.tip.height },
    {
      name: 'cheesechain_chain_best_header_height_blocks',
      help: 'Height of the best known header.',
      read: () => chain.bestHeader.height,
    },
    {
      name: 'cheesechain_chain_tip_timestamp_seconds',
      help: 'Time of the best block, since 1970.',
      read: () => chain.tip.header.timestamp,
    },
    {
      name: 'cheesechain_chain_headers_in_memory',
      help: 'Headers held in memory.',
      read: () => chain.headersInMemory,
    },
  ]);
  const registers = [registry];
  const blocks = new Counter({
    name: 'cheesechain_chain_blocks_total',
    help: 'Blocks that joined or left the best chain since the start.',
    labelNames: ['move'],
    registers,
  });
  for (const move of ['connected', 'disconnected']) blocks.inc({ move }, 0);
  const reorganisations = new Counter({
    name: 'cheesechain_chain_reorganisations_total',
    help: 'Times that the best chain went over to another branch since the start.',
    registers,
  });
  const transactions = new Counter({
    name: 'cheesechain_chain_transactions_total',
    help: 'Transactions of blocks that joined the best chain since the start.',
    registers,
  });
  node.events.subscribe((event) => {
    if (event.kind !== 'chain-moved') return;
    const { connected, disconnected } = event.change;
    blocks.inc({ move: 'connected' }, connected.length);
    blocks.inc({ move: 'disconnected' }, disconnected.length);
    if (disconnected.length > 0) reorganisations.inc();
    transactions.inc(connected.reduce((sum, { block }) => sum + block.transactions.length, 0));
  });
}
