import type { Registry } from 'prom-client';
import type { FullNode } from '#domain/node/full-node';
import { addCounters, addGauges } from './readings.ts';

/** This node's own mining. */
export function addMiningMetrics(registry: Registry, { mining }: FullNode): void {
  addGauges(registry, [
    {
      name: 'cheesechain_mining_hashes_per_second',
      help: 'Hash rate of the search that runs.',
      read: () => mining.state().hashesPerSecond,
    },
    {
      name: 'cheesechain_mining_threads',
      help: 'Threads of the search that runs.',
      read: () => mining.state().threads,
    },
  ]);
  addCounters(registry, [
    {
      name: 'cheesechain_mining_blocks_found_total',
      help: 'Blocks mined here since the start.',
      read: () => mining.state().blocksFound,
    },
  ]);
}
