/**
 * An address as others may dial it: an IPv4 address that came to an IPv6 socket (`::ffff:10.0.0.1`) without its
 * wrapping, a link-local one (`fe80::1%eth0`) without the zone, which is a name of this machine's own.
 */
export function plainHost(host: string): string {
  const [address = ''] = host.split('%');
  return /^::ffff:\d+\.\d+\.\d+\.\d+$/i.test(address) ? address.slice('::ffff:'.length) : address;
}
