/** Where a node listens: a name or an IP address without brackets, and a TCP port 1 … 65,535. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** DNS names end there (RFC 1035); IP addresses are shorter. */
export const MAX_HOST_BYTES = 253;

/** As people write it: `host:port`, IPv6 addresses in brackets. */
export function formatEndpoint({ host, port }: Endpoint): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** A name or an address of nothing but the characters that those are made of, 1 … 253 bytes. */
export function isPlainHost(host: string): boolean {
  return host.length <= MAX_HOST_BYTES && /^[0-9A-Za-z._:-]+$/.test(host);
}
