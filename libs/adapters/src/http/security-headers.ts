import type { FastifyInstance } from 'fastify';

/** Nothing but what this peer serves; the page needs no more. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The interactive API page brings inline styles of its own. */
const DOCS_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Data is no page: whoever opens it in a browser gets nothing to run. */
const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** Headers of every answer: what a browser may do with it, and that the API's answers are not kept. */
export function addSecurityHeaders(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', ({ url }, reply, done) => {
    void reply.header('x-content-type-options', 'nosniff').header('referrer-policy', 'no-referrer');
    if (url.startsWith('/v1/')) {
      void reply.header('content-security-policy', DATA_POLICY).header('cache-control', 'no-store');
    } else {
      void reply.header('content-security-policy', url.startsWith('/docs') ? DOCS_POLICY : PAGE_POLICY);
    }
    done();
  });
}
