import { collectDefaultMetrics, type Registry } from 'prom-client';

/** Sums of figures that are there by kind as well, under an ending that Prometheus keeps for counters. */
const MISNAMED = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total'];

/** What Node tells of this process: memory, processor time, delays of the event loop. */
export function addProcessMetrics(registry: Registry): void {
  collectDefaultMetrics({ register: registry });
  for (const name of MISNAMED) registry.removeSingleMetric(name);
}
