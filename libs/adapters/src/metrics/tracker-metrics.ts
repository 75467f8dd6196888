import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Tracker } from '#domain/tracker/tracker';
import type { TrackerEvent } from '#domain/tracker/tracker-event';
import { addProcessMetrics } from './process-metrics.ts';

interface Reading {
  readonly name: string;
  readonly help: string;
  readonly read: (tracker: Tracker) => number;
}

/** What is read when somebody scrapes. */
const READINGS: readonly Reading[] = [
  {
    name: 'cheesechain_tracker_listed_peers',
    help: 'Peers that others are told of.',
    read: ({ registry }) => registry.listedCount,
  },
  {
    name: 'cheesechain_tracker_registered_peers',
    help: 'Peers in the registry: joined, or remembered from before the restart.',
    read: ({ registry }) => registry.size,
  },
  {
    name: 'cheesechain_tracker_unjoined_sessions',
    help: 'Sessions that have not joined.',
    read: ({ unjoinedSessions }) => unjoinedSessions,
  },
  {
    name: 'cheesechain_tracker_waiting_dial_backs',
    help: 'Peers whose address is still to be tried, or tried again.',
    read: ({ waitingDialBacks }) => waitingDialBacks,
  },
  {
    name: 'cheesechain_tracker_issued_tickets',
    help: 'Tickets given that may still count.',
    read: ({ admission }) => admission.state().issued,
  },
  {
    name: 'cheesechain_tracker_revoked_tickets',
    help: 'Tickets on the list of revocations.',
    read: ({ admission }) => admission.state().list?.serials.length ?? 0,
  },
  {
    name: 'cheesechain_tracker_open_join_tokens',
    help: 'Join tokens that still admit somebody.',
    read: ({ admission }) => admission.state().openTokens,
  },
];

/** From a machine in the same room to one behind a bad line. */
const LATENCY_BUCKETS_SECONDS = [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10];

/** The figures of a tracker, and Node's own, for Prometheus. */
export function trackerMetrics(tracker: Tracker, network: string): Registry {
  const registry = new Registry();
  addProcessMetrics(registry);
  for (const { name, help, read } of READINGS) {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read(tracker));
      },
    });
  }
  const info = new Gauge({
    name: 'cheesechain_tracker_info',
    help: 'Which network this tracker serves; always 1.',
    labelNames: ['network'],
    registers: [registry],
  });
  info.set({ network }, 1);
  tracker.events.subscribe(counting(registry));
  return registry;
}

/** What is counted as it happens. Labels are codes of ours and of the network: a few words. */
function counting(registry: Registry): (event: TrackerEvent) => void {
  const registers = [registry];
  const events = new Counter({
    name: 'cheesechain_tracker_events_total',
    help: 'Peers that joined, left, were listed and delisted.',
    labelNames: ['kind'],
    registers,
  });
  const refusals = new Counter({
    name: 'cheesechain_tracker_refusals_total',
    help: 'What peers asked or said and was refused, by code.',
    labelNames: ['code'],
    registers,
  });
  const dialBacks = new Counter({
    name: 'cheesechain_tracker_dial_backs_total',
    help: 'Peers dialled at the address they gave: met, or why not.',
    labelNames: ['code'],
    registers,
  });
  const latency = new Histogram({
    name: 'cheesechain_tracker_health_check_latency_seconds',
    help: 'How long peers take to answer a health check.',
    buckets: LATENCY_BUCKETS_SECONDS,
    registers,
  });
  return (event) => {
    if (event.kind === 'refused') refusals.inc({ code: event.code });
    else if (event.kind === 'dialled-back') dialBacks.inc({ code: event.code });
    else if (event.kind === 'health-checked') latency.observe(event.latencyMs / 1000);
    else events.inc({ kind: event.kind });
  };
}
