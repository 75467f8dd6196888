import type { FastifyInstance } from 'fastify';
import { Counter, Histogram, type Registry } from 'prom-client';

/** From an answer out of memory to a caller who waits for a block to be mined. */
const DURATION_BUCKETS_SECONDS = [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10];
/** Answers without end: counted when they end, but how long somebody listened is no duration of an answer. */
const STREAM_ROUTE = '/v1/events';

/** Counts answers by route, never by path: callers choose paths, and there are only so many routes. */
export function addHttpMetrics(registry: Registry, fastify: FastifyInstance): void {
  const registers = [registry];
  const requests = new Counter({
    name: 'cheesechain_http_requests_total',
    help: 'Answered requests by route and status.',
    labelNames: ['method', 'route', 'status'],
    registers,
  });
  const durations = new Histogram({
    name: 'cheesechain_http_request_duration_seconds',
    help: 'From the head of a request to the end of its answer, by route; without event streams.',
    labelNames: ['method', 'route'],
    buckets: DURATION_BUCKETS_SECONDS,
    registers,
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    // A method that no route has is a word of the caller's.
    const method = route === 'none' ? 'other' : request.method;
    requests.inc({ method, route, status: reply.statusCode });
    if (route !== STREAM_ROUTE) durations.observe({ method, route }, reply.elapsedTime / 1000);
    done();
  });
}
