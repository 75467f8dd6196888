import { bech32m } from '@scure/base';
import { addressWhileTyping } from './address-typing.ts';

const addressOf = (prefix: string) => bech32m.encode(prefix, [0, ...bech32m.toWords(new Uint8Array(20).fill(7))]);
const MINE = addressOf('dcheese');

describe('an address while it is typed', () => {
  it('is no mistake at any letter on the way, and right at the last', () => {
    for (let length = 0; length < MINE.length; length++) {
      const missing = MINE.length - length;
      expect(addressWhileTyping(MINE.slice(0, length), 'dcheese')).toEqual({ state: 'typing', missing });
    }
    expect(addressWhileTyping(` ${MINE.toUpperCase()} `, 'dcheese')).toEqual({ ok: true, address: MINE });
  });

  it('is refused at its last letter when one is wrong', () => {
    const wrong = `${MINE.slice(0, -1)}${MINE.endsWith('q') ? 'p' : 'q'}`;
    expect(addressWhileTyping(wrong, 'dcheese')).toMatchObject({ ok: false, code: 'address-checksum' });
    expect(addressWhileTyping(`${MINE}q`, 'dcheese')).toMatchObject({ ok: false });
  });

  it('is refused as soon as it is spelt of another network', () => {
    const other = addressOf('cheese');
    expect(addressWhileTyping(other.slice(0, 4), 'dcheese')).toHaveProperty('state', 'typing');
    const reading = addressWhileTyping(other.slice(0, 9), 'dcheese');
    expect(reading).toMatchObject({ ok: false, code: 'address-foreign-network' });
    expect('sentence' in reading && reading.sentence).toMatch(/mainnet.*devnet/);
    expect(addressWhileTyping(addressOf('dcheese'), 'cheese')).toMatchObject({ code: 'address-foreign-network' });
  });

  it('is refused at a letter that no address has', () => {
    const reading = addressWhileTyping('dcheese1qb', 'dcheese');
    expect('sentence' in reading && reading.sentence).toMatch(/letter “b”/);
  });

  it('is refused at once when it begins like none', () => {
    expect(addressWhileTyping('0x123', 'dcheese')).toMatchObject({ ok: false, code: 'address-shape' });
    expect(addressWhileTyping('peer-2', 'dcheese')).toMatchObject({ ok: false, code: 'address-shape' });
  });
});
