import { createHash, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import type { Problem } from '../problems/problem.ts';
import { httpProblem } from '../problems/problem-of.ts';
import type { Access } from './access.decorators.ts';
import { isLoopback } from './loopback.ts';

export interface HttpAccessOptions {
  readonly token: string;
  /** Host names that are served beside those of this machine. */
  readonly allowedHosts: readonly string[];
  /** Origins whose pages may call. */
  readonly allowedOrigins: readonly string[];
}

/** So much of a foreign name is told back. DNS names end there. */
const MAX_NAME_LENGTH = 253;

/** Who may call what: the Host header, the origin of a page, and the token. */
export class HttpAccess {
  /** Origins whose pages may call. */
  readonly origins: ReadonlySet<string>;
  private readonly tokenDigest: Buffer;
  private readonly hosts: ReadonlySet<string>;
  /** The Host header that was allowed last: nearly every call has the same. */
  private allowedHost: string | undefined;

  constructor(options: HttpAccessOptions) {
    this.tokenDigest = digest(options.token);
    this.hosts = new Set(['localhost', ...options.allowedHosts.map((host) => host.toLowerCase())]);
    this.origins = new Set(options.allowedOrigins);
  }

  /** The problem with a call, if there is one. */
  problem(request: FastifyRequest, access: Access): Problem | undefined {
    if (access === 'open') return undefined;
    const problem = this.hostProblem(request) ?? this.originProblem(request);
    if (problem !== undefined || access === 'page') return problem;
    if (access === 'read' && isLoopback(request.ip)) return undefined;
    return this.tokenProblem(request.headers.authorization);
  }

  /**
   * A page of another site that makes its own name point here (DNS rebinding) still sends that name. IP addresses are
   * safe: no page gets an address of its own choosing to be its origin.
   */
  private hostProblem({ headers }: FastifyRequest): Problem | undefined {
    const { host = '' } = headers;
    if (host === this.allowedHost) return undefined;
    const name = hostName(host);
    if (this.hosts.has(name) || isIP(name) !== 0) {
      this.allowedHost = host;
      return undefined;
    }
    return httpProblem('host-not-allowed', { host: name.slice(0, MAX_NAME_LENGTH) });
  }

  private originProblem({ headers }: FastifyRequest): Problem | undefined {
    const { origin, host } = headers;
    if (origin === undefined || this.origins.has(origin)) return undefined;
    if (origin === `http://${host}` || origin === `https://${host}`) return undefined;
    return httpProblem('origin-not-allowed', { origin: origin.slice(0, MAX_NAME_LENGTH) });
  }

  private tokenProblem(authorization: string | undefined): Problem | undefined {
    if (authorization === undefined) return httpProblem('token-missing');
    const [scheme, token] = authorization.split(' ');
    const isRight = scheme?.toLowerCase() === 'bearer' && timingSafeEqual(digest(token ?? ''), this.tokenDigest);
    return isRight ? undefined : httpProblem('token-wrong');
  }
}

/** The name in a Host header, without port and brackets. */
function hostName(host: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d+)?$/.exec(host);
  return (bracketed?.[1] ?? host.replace(/:\d+$/, '')).toLowerCase();
}

/** Digests have one length, so that comparing them tells nothing of the token's. */
function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
