import type { FastifyInstance } from 'fastify';

/** Bodies are JSON and nothing else: a form of a foreign page is refused before anybody looks at it. */
export function acceptJsonOnly(fastify: FastifyInstance): void {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    // Clients that name a type for an empty body mean none.
    if (body === '') done(null, undefined);
    else void parse(request, body, done);
  });
}
