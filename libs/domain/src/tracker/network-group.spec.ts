import { networkGroupOf } from './network-group.ts';

describe('a network group', () => {
  it('is the /16 of an IPv4 address and the /32 of an IPv6 address', () => {
    expect(networkGroupOf('8.8.4.4')).toBe(networkGroupOf('8.8.200.1'));
    expect(networkGroupOf('8.8.4.4')).not.toBe(networkGroupOf('8.9.4.4'));
    expect(networkGroupOf('2001:db8:1::1')).toBe(networkGroupOf('2001:0db8:ffff::2'));
    expect(networkGroupOf('2001:db8::1')).not.toBe(networkGroupOf('2001:db9::1'));
  });

  it('is the same for an IPv4 address in IPv6 clothes', () => {
    expect(networkGroupOf('::ffff:8.8.4.4')).toBe(networkGroupOf('8.8.4.4'));
    expect(networkGroupOf('::ffff:10.0.0.1')).toBeUndefined();
  });

  it('is none for loopback, private, shared and link-local ranges, up to their very edges', () => {
    const home = [
      '127.0.0.1',
      '10.255.0.1',
      '172.16.0.1',
      '172.31.255.255',
      '192.168.9.9',
      '169.254.1.1',
      '100.64.0.1',
    ];
    const alsoHome = ['100.127.0.1', 'localhost', '::1', 'fc00::1', 'fdff::1', 'fe80::1', 'febf::1'];
    for (const host of [...home, ...alsoHome]) expect([host, networkGroupOf(host)]).toEqual([host, undefined]);
    const abroad = ['126.0.0.1', '11.0.0.1', '172.15.0.1', '172.32.0.1', '192.169.0.1', '169.253.0.1', '100.63.0.1'];
    const alsoAbroad = ['100.128.0.1', '::2', 'fec0::1', 'fbff::1', 'fe7f::1'];
    for (const host of [...abroad, ...alsoAbroad])
      expect([host, networkGroupOf(host) === undefined]).toEqual([host, false]);
  });

  it('is a name for itself, however it is written', () => {
    expect(networkGroupOf('Peer.Example')).toBe(networkGroupOf('peer.example'));
    expect(networkGroupOf('a.example')).not.toBe(networkGroupOf('b.example'));
  });
});
