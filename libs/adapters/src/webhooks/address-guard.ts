import { BlockList, isIP } from 'node:net';

type Range = readonly [address: string, prefixBits: number];

/** This machine and networks like one's own (RFC 1918, RFC 4193, RFC 6598): fine for some peers, a way in for others. */
const PRIVATE: readonly Range[] = [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['::1', 128],
  ['fc00::', 7],
];

/** Nobody's receiver (RFC 6890): link-local, where clouds keep their secrets, multicast, reserved, and disguises of IPv4. */
const NEVER: readonly Range[] = [
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['::', 128],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 32],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fd00:ec2::254', 128],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];

/** Which addresses a peer may be sent to by somebody who names a receiver. */
export class AddressGuard {
  private readonly forbidden = new BlockList();

  constructor({ allowPrivate }: { readonly allowPrivate: boolean }) {
    for (const [address, bits] of allowPrivate ? NEVER : [...NEVER, ...PRIVATE]) {
      this.forbidden.addSubnet(address, bits, address.includes(':') ? 'ipv6' : 'ipv4');
    }
  }

  /** `address`: IPv4 or IPv6 without brackets; whatever else is not allowed. */
  allows(address: string): boolean {
    const family = isIP(address);
    if (family === 0) return false;
    // IPv4 in IPv6 clothes is held to the rules for IPv4.
    return !this.forbidden.check(address, family === 4 ? 'ipv4' : 'ipv6');
  }
}
