import { bech32m } from '@scure/base';
import fc from 'fast-check';
import { prefixOf, readAddress } from './address.ts';

const account = Uint8Array.from({ length: 20 }, (_, i) => i * 11);
const addressOf = (prefix: string, bytes = account, version = 0) =>
  bech32m.encode(prefix, [version, ...bech32m.toWords(bytes)]);

describe('a recipient typed into the page', () => {
  it('is taken when its checksum and its network fit', () => {
    const address = addressOf('dcheese');
    expect(readAddress(` ${address} `, 'dcheese')).toEqual({ ok: true, address });
    expect(readAddress(address.toUpperCase(), 'dcheese')).toEqual({ ok: true, address });
    expect(prefixOf(address)).toBe('dcheese');
  });

  it('is refused when it belongs to another network, and the sentence names both', () => {
    const reading = readAddress(addressOf('cheese'), 'dcheese');
    expect(reading).toMatchObject({ ok: false, code: 'address-foreign-network' });
    if (!reading.ok) expect(reading.sentence).toMatch(/mainnet.*devnet/);
  });

  it('is refused when any one letter is mistyped', () => {
    const address = addressOf('dcheese');
    fc.assert(
      fc.property(
        fc.integer({ min: 'dcheese1'.length, max: address.length - 1 }),
        fc.constantFrom(...'qpzry9x8gf2tvdw0s3jn54khce6mua7l'),
        (index, letter) => {
          fc.pre(address[index] !== letter);
          const mistyped = address.slice(0, index) + letter + address.slice(index + 1);
          expect(readAddress(mistyped, 'dcheese')).toMatchObject({ code: 'address-checksum' });
        },
      ),
    );
  });

  it.each([
    ['', 'address-empty'],
    ['hello', 'address-shape'],
    ['<script>alert(1)</script>', 'address-checksum'],
    [`dcheese1${'q'.repeat(500)}`, 'address-shape'],
    ['dcheese1ключ', 'address-shape'],
    [addressOf('dcheese', account, 1), 'address-version'],
    [addressOf('dcheese', account.slice(1)), 'address-version'],
  ])('%j is refused as %s', (typed, code) => {
    expect(readAddress(typed, 'dcheese')).toMatchObject({ ok: false, code });
  });
});
