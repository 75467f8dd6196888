import type { Format } from './setting.ts';

/** Where something listens: a host name or address, without brackets, and a TCP port. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** RFC 1035: a full host name has at most 253 characters. */
const MAX_HOST_LENGTH = 253;
const HOST_NAME = /^(?!-)[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*\.?$/;
const IPV4_LIKE = /^[0-9.]+$/;
const IPV4 = /^((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(?!$)|$)){4}$/;

function isIpv6(text: string): boolean {
  if (!/^[0-9A-Fa-f:.]{2,45}$/.test(text) || !text.includes(':')) return false;
  try {
    return new URL(`http://[${text}]/`).hostname.length > 2;
  } catch {
    return false;
  }
}

function isHost(text: string): boolean {
  if (text.length === 0 || text.length > MAX_HOST_LENGTH) return false;
  if (IPV4_LIKE.test(text)) return IPV4.test(text);
  return HOST_NAME.test(text) || isIpv6(text);
}

/** A host name or an IP address, IPv6 without brackets. */
export const HOST: Format<string> = {
  takes: 'a host name or an IP address',
  parse: (text) => (isHost(text) ? text : undefined),
};

/** `host:port`, IPv6 hosts in brackets, port 1 to 65535. */
export const ENDPOINT: Format<Endpoint> = {
  takes: 'HOST:PORT, such as 192.168.1.7:9999 or [::1]:9999',
  parse(text) {
    const match = /^(?:\[([^\]]+)\]|([^:[\]]+)):([1-9][0-9]{0,4})$/.exec(text);
    if (match === null) return undefined;
    const [, bracketed, plain, digits] = match;
    const port = Number(digits);
    if (port > 65_535) return undefined;
    if (bracketed !== undefined) return isIpv6(bracketed) ? { host: bracketed, port } : undefined;
    return plain !== undefined && isHost(plain) ? { host: plain, port } : undefined;
  },
};

/** The endpoint as `ENDPOINT` reads it. */
export function formatEndpoint(endpoint: Endpoint): string {
  return endpoint.host.includes(':') ? `[${endpoint.host}]:${endpoint.port}` : `${endpoint.host}:${endpoint.port}`;
}

/** Whether a host means this machine alone. Names other than `localhost` count as elsewhere. */
export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '::1' || (IPV4.test(host) && host.startsWith('127.'));
}
