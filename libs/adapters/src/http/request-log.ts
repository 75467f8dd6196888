import type { FastifyInstance } from 'fastify';
import type { Log } from '#domain/primitives/log.port';

/** So much of a path is logged. */
const MAX_PATH_LENGTH = 256;
/** The peer's own fault; 503 is a state that it is in, and told of by its own lines. */
const SERVER_FAULT = 500;

/**
 * Gives every request an id, told in `x-request-id` and beside whatever the log says of it; answered requests are
 * logged for debugging. Paths without their queries, and neither headers nor bodies: no secret comes this way.
 */
export function logRequests(fastify: FastifyInstance, log: Log): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    if (log.debugs === false && reply.statusCode !== SERVER_FAULT) return done();
    const { id, method, url } = request;
    const path = url.split('?')[0]?.slice(0, MAX_PATH_LENGTH);
    const fields = { request: id, method, path, status: reply.statusCode, ms: Math.round(reply.elapsedTime) };
    if (reply.statusCode === SERVER_FAULT) log.warn('a request was answered', fields);
    else log.debug('a request was answered', fields);
    done();
  });
}
