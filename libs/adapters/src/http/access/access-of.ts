import type { FastifyRequest } from 'fastify';
import type { Access } from './access.decorators.ts';

const API_PREFIX = '/v1/';

/**
 * Who may make this call: what its route says, else by path and method, so that a route that says nothing is safe.
 * Calls of paths that don't exist are asked the same: whoever has no token learns nothing.
 */
export function accessOf({ routeOptions, method, url }: FastifyRequest): Access {
  const declared = routeOptions.config?.access;
  if (declared !== undefined) return declared;
  if (method !== 'GET' && method !== 'HEAD') return 'protected';
  return url.startsWith(API_PREFIX) ? 'read' : 'page';
}
