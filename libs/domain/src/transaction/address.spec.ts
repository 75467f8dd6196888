import { bech32, bech32m } from '@scure/base';
import fc from 'fast-check';
import { type AccountId, accountFromBytes } from './account.ts';
import { decodeAddress, encodeAddress, isAddressPrefix } from './address.ts';

const account = '751e76e8199196d454941c45d1b3a323f1433bd6' as AccountId;
const address = encodeAddress('cheese', account);
const accounts = fc.uint8Array({ minLength: 20, maxLength: 20 }).map(accountFromBytes);

function codeOf(text: string, prefix = 'cheese'): string {
  const result = decodeAddress(prefix, text);
  return result.ok ? 'accepted' : result.refusal.code;
}

function withWords(words: number[], prefix = 'cheese'): string {
  return bech32m.encode(prefix, words, false);
}

describe('an address', () => {
  it('gives its account back, in small letters and in capitals', () => {
    fc.assert(
      fc.property(accounts, fc.constantFrom('cheese', 'tcheese', 'dcheese', 'a1b'), (each, prefix) => {
        const text = encodeAddress(prefix, each);
        expect(text.startsWith(`${prefix}1q`)).toBe(true);
        expect(decodeAddress(prefix, text)).toEqual({ ok: true, value: each });
        expect(decodeAddress(prefix, text.toUpperCase())).toEqual({ ok: true, value: each });
      }),
    );
  });

  it('looks the same for ever', () => {
    expect(address).toBe('cheese1qw508d6qejxtdg4y5r3zarvary0c5xw7kuq8r4p');
  });

  it('is refused when one or two characters are wrong', () => {
    const letters = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
    const place = fc.integer({ min: 'cheese1'.length, max: address.length - 1 });
    const slip = fc.tuple(place, fc.integer({ min: 1, max: 31 }));
    fc.assert(
      fc.property(fc.uniqueArray(slip, { minLength: 1, maxLength: 2, selector: ([at]) => at }), (slips) => {
        const characters = [...address];
        for (const [at, by] of slips) {
          characters[at] = letters[(letters.indexOf(characters[at] as string) + by) % 32] as string;
        }
        expect(codeOf(characters.join(''))).toBe('address-checksum');
      }),
    );
  });

  it('is refused with a bech32 checksum in place of bech32m', () => {
    expect(codeOf(bech32.encode('cheese', bech32m.decode(address as 'a1b').words))).toBe('address-checksum');
  });

  it('of another network names both prefixes', () => {
    expect(decodeAddress('cheese', encodeAddress('tcheese', account))).toEqual({
      ok: false,
      refusal: { code: 'address-wrong-network', expected: 'cheese', actual: 'tcheese' },
    });
  });

  it('with an unknown version is refused as such, whatever its length', () => {
    expect(codeOf(withWords([1, ...Array<number>(32).fill(0)]))).toBe('address-version');
    expect(codeOf(withWords([31, 0, 0]))).toBe('address-version');
  });

  it('with more or fewer bytes than an account is refused', () => {
    for (const words of [0, 1, 31, 33, 52]) {
      expect(codeOf(withWords([0, ...Array<number>(words).fill(0)]))).toBe('address-length');
    }
    expect(codeOf(withWords([]))).toBe('address-length');
  });

  it('is refused when capitals and small letters are mixed', () => {
    expect(codeOf(`C${address.slice(1)}`)).toBe('address-malformed');
    expect(codeOf(address.slice(0, -1) + address.slice(-1).toUpperCase())).toBe('address-malformed');
  });

  it('that no bech32 text could be is malformed', () => {
    const hopeless = ['', '1', 'cheese', `${address} `, ` ${address}`, 'cheese1bio', '1qqqqqqqq', 'käse1qqqqqqqq'];
    hopeless.push(
      'cheese1qqqqq',
      `${'x'.repeat(84)}1qqqqqq`,
      withWords(Array<number>(100).fill(0)),
      `${address}İ`,
      address.toUpperCase().replace('K', '\u212a'),
    );
    for (const text of hopeless) expect(codeOf(text)).toBe('address-malformed');
  });

  it('decoder takes any text without throwing', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (text) => codeOf(text) !== 'accepted'));
  });

  it('agrees with the valid and invalid checksums of BIP 350', () => {
    const valid = [
      'A1LQFN3A',
      'a1lqfn3a',
      'an83characterlonghumanreadablepartthatcontainsthetheexcludedcharactersbioandnumber11sg7hg6',
      'abcdef1l7aum6echk45nj3s0wdvt2fg8x9yrzpqzd3ryx',
      '11llllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllludsr8',
      'split1checkupstagehandshakeupstreamerranterredcaperredlc445v',
      '?1v759aa',
    ];
    for (const text of valid) expect(codeOf(text)).toBe('address-wrong-network');
    const malformed = ['\x201xj0phk', '\x7f1g6xzxy', '\x801vctc34', 'qyrz8wqd2c9m', '1qyrz8wqd2c9m'];
    malformed.push('y1b0jsk6g', 'lt1igcx5c0', 'in1muywd', 'au1s5cgom', '16plkw9', '1p2gdwpf');
    malformed.push('an84characterslonghumanreadablepartthatcontainsthetheexcludedcharactersbioandnumber11d6pts4');
    for (const text of malformed) expect(codeOf(text)).toBe('address-malformed');
    for (const text of ['mm1crxm3i', 'M1VUXWEZ']) expect(codeOf(text)).toMatch(/address-(malformed|checksum)/);
  });
});

describe('an address prefix', () => {
  it('is lower-case letters and digits, a letter first, at most 32 of them', () => {
    for (const good of ['cheese', 'a', 'a1', 'x'.repeat(32)]) expect(isAddressPrefix(good)).toBe(true);
    for (const bad of ['', '1a', 'Cheese', 'a-b', 'käse', 'x'.repeat(33)]) expect(isAddressPrefix(bad)).toBe(false);
  });
});
