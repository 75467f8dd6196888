import fc from 'fast-check';
import { parseIpv4, parseIpv6 } from './ip-address.ts';

describe('an IP address', () => {
  it('of version 4 is four decimal bytes without leading zeros', () => {
    expect(parseIpv4('192.168.0.1')).toEqual([192, 168, 0, 1]);
    for (const text of ['1.2.3', '1.2.3.4.5', '1.2.3.256', '01.2.3.4', '1.2.3.', '1.2.3.x', '', '0x1.2.3.4']) {
      expect(parseIpv4(text)).toBeUndefined();
    }
  });

  it('of version 6 may leave zeros out once, end in version 4, and carry a zone', () => {
    expect(parseIpv6('::')).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    expect(parseIpv6('::1')).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
    expect(parseIpv6('2001:db8::ff00:42:8329')).toEqual([0x2001, 0xdb8, 0, 0, 0, 0xff00, 0x42, 0x8329]);
    expect(parseIpv6('1:2:3:4:5:6:7:8')).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(parseIpv6('::ffff:10.1.2.3')).toEqual([0, 0, 0, 0, 0, 0xffff, 0x0a01, 0x0203]);
    expect(parseIpv6('fe80::1%eth0')).toEqual([0xfe80, 0, 0, 0, 0, 0, 0, 1]);
  });

  it('is refused when it is no such thing', () => {
    const wrong = [
      '',
      ':',
      ':::',
      '1:2:3:4:5:6:7',
      '1:2:3:4:5:6:7:8:9',
      '1::2::3',
      '12345::',
      'g::',
      '1.2.3.4',
      '1:2:3:4:5:6:7:8::',
    ];
    for (const text of wrong) expect([text, parseIpv6(text)]).toEqual([text, undefined]);
  });

  it('of version 6 is read as it was written, whatever it is', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 }), (words) => {
        expect(parseIpv6(words.map((word) => word.toString(16)).join(':'))).toEqual(words);
      }),
    );
  });
});
