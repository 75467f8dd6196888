import { createHash, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { httpProblem } from '../problems/problem-of.ts';
import type { Access } from './access.decorators.ts';

export interface HttpAccessOptions {
  readonly token: string;
  /** Host names that are served beside those of this machine. */
  readonly allowedHosts: readonly string[];
  /** Origins whose pages may call. */
  readonly allowedOrigins: readonly string[];
}

/** Who may call what: the Host header, the origin of a page, and the token. */
export class HttpAccess {
  private readonly tokenDigest: Buffer;
  private readonly hosts: ReadonlySet<string>;
  private readonly origins: ReadonlySet<string>;

  constructor(options: HttpAccessOptions) {
    this.tokenDigest = digest(options.token);
    this.hosts = new Set(['localhost', ...options.allowedHosts.map((host) => host.toLowerCase())]);
    this.origins = new Set(options.allowedOrigins);
  }

  /** Throws the problem with a request, if there is one. */
  check(request: FastifyRequest, access: Access): void {
    if (access === 'open') return;
    this.checkHost(request);
    this.checkOrigin(request);
    if (access === 'read' && isLoopback(request.ip)) return;
    this.checkToken(request.headers.authorization);
  }

  /**
   * A page of another site that makes its own name point here (DNS rebinding) still sends that name. IP addresses are
   * safe: no page gets an address of its own choosing to be its origin.
   */
  private checkHost({ headers }: FastifyRequest): void {
    const name = hostName(headers.host ?? '');
    if (isIP(name) !== 0 || this.hosts.has(name)) return;
    throw httpProblem(403, 'host-not-allowed', { host: name.slice(0, 253) });
  }

  private checkOrigin({ headers }: FastifyRequest): void {
    const { origin, host } = headers;
    if (origin === undefined || this.origins.has(origin)) return;
    if (origin === `http://${host}` || origin === `https://${host}`) return;
    throw httpProblem(403, 'origin-not-allowed', { origin: origin.slice(0, 253) });
  }

  private checkToken(authorization: string | undefined): void {
    if (authorization === undefined) throw httpProblem(401, 'token-missing');
    const [scheme, token] = authorization.split(' ');
    const isRight = scheme?.toLowerCase() === 'bearer' && timingSafeEqual(digest(token ?? ''), this.tokenDigest);
    if (!isRight) throw httpProblem(401, 'token-wrong');
  }
}

/** True for the addresses of this very machine, also in their IPv6 clothes. */
export function isLoopback(address: string): boolean {
  const plain = address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
  return plain === '::1' || (isIP(plain) === 4 && plain.startsWith('127.'));
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
