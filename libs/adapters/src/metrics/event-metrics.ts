import type { Registry } from 'prom-client';
import type { EventRecorder } from '../events/event-recorder.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import { addCounters, addGauges } from './readings.ts';

/** The journal of events, and who is told of them over HTTP. */
export function addEventMetrics(registry: Registry, events: EventRecorder, webhooks: Webhooks): void {
  addGauges(registry, [
    {
      name: 'cheesechain_events_recorder_up',
      help: '1 while events are noted, 0 once the disk refused one.',
      read: () => (events.healthy ? 1 : 0),
    },
    {
      name: 'cheesechain_webhooks',
      help: 'Subscriptions to events over HTTP.',
      read: () => webhooks.backlog.webhooks,
    },
    {
      name: 'cheesechain_webhook_backlog_events',
      help: 'Events that the slowest webhook has not been told yet.',
      read: () => webhooks.backlog.events,
    },
  ]);
  addCounters(registry, [
    {
      name: 'cheesechain_events_total',
      help: 'Events ever noted, over restarts: the number of the latest.',
      read: () => events.journal.bounds().latest,
    },
    {
      name: 'cheesechain_webhook_attempts_total',
      help: 'Attempts to deliver since the start: delivered, or why not.',
      labelNames: ['result'],
      read: () => [...webhooks.totals.attempts].map(([result, count]) => [{ result }, count]),
    },
    {
      name: 'cheesechain_webhook_dead_letters_total',
      help: 'Events that could not be delivered since the start.',
      read: () => webhooks.totals.buried,
    },
  ]);
}
