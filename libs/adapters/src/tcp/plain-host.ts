/** An address as people write it: an IPv4 address that came to an IPv6 socket (`::ffff:10.0.0.1`) without its wrapping. */
export function plainHost(host: string): string {
  return /^::ffff:\d+\.\d+\.\d+\.\d+$/i.test(host) ? host.slice('::ffff:'.length) : host;
}
