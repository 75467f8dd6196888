import { Counter, type Registry } from 'prom-client';
import type { FullNode } from '#domain/node/full-node';
import { addGauges } from './readings.ts';

/** Open transactions: how many, and what becomes of them. */
export function addOpenTransactionMetrics(registry: Registry, { mempool, events }: FullNode): void {
  addGauges(registry, [
    { name: 'cheesechain_open_transactions', help: 'Open transactions.', read: () => mempool.view.size },
    {
      name: 'cheesechain_open_transactions_bytes',
      help: 'Bytes of all open transactions.',
      read: () => mempool.view.bytes,
    },
  ]);
  const fates = new Counter({
    name: 'cheesechain_open_transaction_changes_total',
    help: 'Transactions that opened, were confirmed, replaced or dropped since the start.',
    labelNames: ['change'],
    registers: [registry],
  });
  for (const change of ['opened', 'confirmed', 'replaced', 'dropped']) fates.inc({ change }, 0);
  events.subscribe((event) => {
    if (event.kind === 'mempool' && event.event.kind !== 'gap-closed') fates.inc({ change: event.event.kind });
  });
}
