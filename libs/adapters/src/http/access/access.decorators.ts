import { RouteConfig } from '@nestjs/platform-fastify';

/**
 * Who may call a route. `open`: anybody, with any Host header: probes and metrics. `page`: anybody with a right Host:
 * the page and the documents, which hold no secret. `read`: open on this machine, with the token from elsewhere.
 * `protected`: needs the token always.
 */
export type Access = 'open' | 'page' | 'read' | 'protected';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a route says of itself; without, its path and method decide. */
    readonly access?: Access;
  }
}

/** A read that touches the wallet. (Whatever changes something needs the token anyway.) */
export const NeedsToken = () => RouteConfig({ access: 'protected' satisfies Access });

/** For probes and scrapers: neither token nor Host check. */
export const OpenToAll = () => RouteConfig({ access: 'open' satisfies Access });
