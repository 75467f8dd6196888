import { Gauge, Registry } from 'prom-client';
import type { FullNode } from '#domain/node/full-node';
import type { StratumPool } from '#domain/stratum/stratum-pool';
import type { EventRecorder } from '../events/event-recorder.ts';
import type { SqliteStore } from '../sqlite/sqlite-store.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import { addChainMetrics } from './chain-metrics.ts';
import { addEventMetrics } from './event-metrics.ts';
import { addMembershipMetrics } from './membership-metrics.ts';
import { addMiningMetrics } from './mining-metrics.ts';
import { addNetworkMetrics, type ReadTraffic } from './network-metrics.ts';
import { addOpenTransactionMetrics } from './open-transaction-metrics.ts';
import { addProcessMetrics } from './process-metrics.ts';
import { addStoreMetrics } from './store-metrics.ts';
import { addStratumMetrics } from './stratum-metrics.ts';

export interface MeasuredParts {
  readonly node: FullNode;
  readonly events: EventRecorder;
  readonly webhooks: Webhooks;
  /** Where a Stratum server runs: whom it serves. */
  readonly pool?: StratumPool | undefined;
  /** Where the chain is in an SQLite file. */
  readonly store?: SqliteStore | undefined;
  /** Where sessions go over sockets. */
  readonly traffic?: ReadTraffic | undefined;
  readonly runsOn: { readonly verifier: string; readonly miner: string };
}

/** The figures of a node by capability, and Node's own, for Prometheus. */
export function nodeMetrics({ node, events, webhooks, pool, store, traffic, runsOn }: MeasuredParts): Registry {
  const registry = new Registry();
  addProcessMetrics(registry);
  addChainMetrics(registry, node);
  addOpenTransactionMetrics(registry, node);
  addNetworkMetrics(registry, node, traffic);
  addMembershipMetrics(registry, node);
  addMiningMetrics(registry, node);
  addEventMetrics(registry, events, webhooks);
  if (store !== undefined) addStoreMetrics(registry, store);
  if (pool !== undefined) addStratumMetrics(registry, pool);
  const info = new Gauge({
    name: 'cheesechain_info',
    help: 'What this node runs on; always 1.',
    labelNames: ['network', 'verifier', 'miner'],
    registers: [registry],
  });
  info.set({ network: node.network.parameters.name, verifier: runsOn.verifier, miner: runsOn.miner }, 1);
  return registry;
}
