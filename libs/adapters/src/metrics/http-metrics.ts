import type { FastifyInstance } from 'fastify';
import { Counter, type Histogram, type Registry } from 'prom-client';
import { DurationTally } from './duration-tally.ts';

/** Answers without end: counted when they end, but how long somebody listened is no duration of an answer. */
const STREAM_ROUTE = '/v1/events';

interface RouteTally {
  readonly method: string;
  readonly route: string;
  readonly byStatus: Map<number, number>;
  readonly durations: DurationTally;
}

/**
 * Counts answers by route, never by path: callers choose paths, and there are only so many routes. Kept as plain
 * numbers and told when they are asked for: finding a sample by its labels at every answer took as long as a tenth
 * of the answer.
 */
export function addHttpMetrics(registry: Registry, fastify: FastifyInstance): void {
  const tallies = new RouteTallies();
  registerRequests(registry, tallies);
  registerDurations(registry, tallies);
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    // A method that no route has is a word of the caller's.
    const method = route === 'none' ? 'other' : request.method;
    const tally = tallies.at(route, method);
    const { statusCode } = reply;
    tally.byStatus.set(statusCode, (tally.byStatus.get(statusCode) ?? 0) + 1);
    if (route !== STREAM_ROUTE) tally.durations.add(reply.elapsedTime / 1000);
    done();
  });
}

/** A tally for each method of each route that was called; found without making a key. */
class RouteTallies {
  private readonly byRoute = new Map<string, Map<string, RouteTally>>();

  at(route: string, method: string): RouteTally {
    return this.byRoute.get(route)?.get(method) ?? this.begin(route, method);
  }

  all(): RouteTally[] {
    return [...this.byRoute.values()].flatMap((byMethod) => [...byMethod.values()]);
  }

  private begin(route: string, method: string): RouteTally {
    const tally = { method, route, byStatus: new Map<number, number>(), durations: new DurationTally() };
    const byMethod = this.byRoute.get(route) ?? new Map<string, RouteTally>();
    this.byRoute.set(route, byMethod.set(method, tally));
    return tally;
  }
}

function registerRequests(registry: Registry, tallies: RouteTallies): void {
  new Counter({
    name: 'cheesechain_http_requests_total',
    help: 'Answered requests by route and status.',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { method, route, byStatus } of tallies.all()) {
        for (const [status, count] of byStatus) this.inc({ method, route, status }, count);
      }
    },
  });
}

function registerDurations(registry: Registry, tallies: RouteTallies): void {
  const name = 'cheesechain_http_request_duration_seconds';
  const metric = {
    name,
    help: 'From the head of a request to the end of its answer, by route; without event streams.',
    type: 'histogram',
    aggregator: 'sum',
    get: async () => ({
      ...metric,
      values: tallies.all().flatMap(({ method, route, durations }) => durations.samples(name, { method, route })),
    }),
    reset: () => tallies.all().forEach(({ durations }) => void durations.reset()),
  };
  // What a registry asks of a metric; the library's own histogram takes single observations only.
  registry.registerMetric(metric as unknown as Histogram);
}
