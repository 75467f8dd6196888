import { parseIpv4, parseIpv6 } from './ip-address.ts';

/**
 * The network that a host belongs to, as far as getting many addresses in it is cheap for one owner: /16 of IPv4, /32 of
 * IPv6, a name for itself. Undefined for loopback and private ranges: who is there is at home, and may be many.
 */
export function networkGroupOf(host: string): string | undefined {
  const ipv4 = parseIpv4(host);
  if (ipv4 !== undefined) return groupOfIpv4(ipv4);
  const ipv6 = parseIpv6(host);
  if (ipv6 === undefined) return host.toLowerCase() === 'localhost' ? undefined : `name ${host.toLowerCase()}`;
  return groupOfIpv6(ipv6);
}

function groupOfIpv4([a = 0, b = 0]: readonly number[]): string | undefined {
  return isPrivateIpv4(a, b) ? undefined : `ipv4 ${a}.${b}`;
}

/** Loopback (RFC 1122), private (RFC 1918), link-local (RFC 3927) and carriers' shared ranges (RFC 6598). */
function isPrivateIpv4(a: number, b: number): boolean {
  if (a === 127 || a === 10) return true;
  if (a === 172) return b >= 16 && b <= 31;
  if (a === 192) return b === 168;
  if (a === 169) return b === 254;
  return a === 100 && b >= 64 && b <= 127;
}

function groupOfIpv6(words: readonly number[]): string | undefined {
  const [first = 0, second = 0] = words;
  // An IPv4 address in IPv6 clothes (RFC 4291, section 2.5.5.2) is what it is underneath.
  if (words.slice(0, 5).every((word) => word === 0) && words[5] === 0xffff) {
    const third = words[6] ?? 0;
    return groupOfIpv4([third >> 8, third & 255]);
  }
  return isPrivateIpv6(words) ? undefined : `ipv6 ${first.toString(16)}:${second.toString(16)}`;
}

/** Loopback (RFC 4291), unique local (RFC 4193) and link-local addresses. */
function isPrivateIpv6(words: readonly number[]): boolean {
  const [first = 0] = words;
  const isLoopback = words.slice(0, 7).every((word) => word === 0) && words[7] === 1;
  return isLoopback || (first & 0xfe00) === 0xfc00 || (first & 0xffc0) === 0xfe80;
}
