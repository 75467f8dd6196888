import { HDKey } from '@scure/bip32';
import fc from 'fast-check';
import { readVectors } from '#test/read-vectors';
import { SeededRandom } from '#test/seeded-random';
import { fromHex, toHex } from '../primitives/bytes.ts';
import { generateEntropy, MNEMONIC_WORD_COUNTS, mnemonicOf, parseMnemonic, seedOf } from './mnemonic.ts';

type Vector = [entropy: string, mnemonic: string, seed: string, extendedPrivateKey: string];
const vectors = readVectors<{ readonly english: readonly Vector[] }>('bip39.json');

const zeros = 'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about';

function refusalOf(text: string): unknown {
  const parsed = parseMnemonic(text);
  return parsed.ok ? 'accepted' : parsed.refusal;
}

describe('a mnemonic', () => {
  it('agrees with every English vector of BIP-39, to the seed and the extended key', async () => {
    expect(vectors.english).toHaveLength(24);
    for (const [entropy, mnemonic, seed, extendedKey] of vectors.english) {
      expect(mnemonicOf(fromHex(entropy))).toBe(mnemonic);
      const parsed = parseMnemonic(mnemonic);
      expect(parsed.ok && toHex(parsed.value)).toBe(entropy);
      const computed = await seedOf(fromHex(entropy), 'TREZOR');
      expect(toHex(computed)).toBe(seed);
      expect(HDKey.fromMasterSeed(computed).privateExtendedKey).toBe(extendedKey);
    }
  });

  it('that is generated has 12 words and comes from the given randomness', () => {
    const mnemonic = mnemonicOf(generateEntropy(new SeededRandom(1)));
    expect(mnemonic.split(' ')).toHaveLength(12);
    expect(mnemonicOf(generateEntropy(new SeededRandom(1)))).toBe(mnemonic);
    expect(mnemonicOf(generateEntropy(new SeededRandom(2)))).not.toBe(mnemonic);
  });

  it('gives its entropy back, whatever the length, the case and the white space', () => {
    const entropies = fc
      .constantFrom(16, 20, 24, 28, 32)
      .chain((size) => fc.uint8Array({ minLength: size, maxLength: size }));
    const blanks = fc.constantFrom(' ', '  ', '\n', '\t ', '\r\n', '\u3000', '\u00a0');
    fc.assert(
      fc.property(entropies, blanks, fc.boolean(), (entropy, blank, capitals) => {
        const words = mnemonicOf(entropy).split(' ');
        expect(MNEMONIC_WORD_COUNTS).toContain(words.length);
        const text = blank + words.join(blank) + blank;
        const parsed = parseMnemonic(capitals ? text.toUpperCase() : text);
        expect(parsed.ok && toHex(parsed.value)).toBe(toHex(entropy));
      }),
    );
  });

  it('with another number of words is refused', () => {
    const allowed = [12, 15, 18, 21, 24];
    expect(refusalOf('')).toEqual({ code: 'mnemonic-length', words: 0, allowed });
    expect(refusalOf(`${zeros} about`)).toEqual({ code: 'mnemonic-length', words: 13, allowed });
    expect(refusalOf('abandon '.repeat(27))).toEqual({ code: 'mnemonic-length', words: 27, allowed });
    expect(refusalOf(`${zeros}${' '.repeat(10_000)}`)).toMatchObject({ code: 'mnemonic-length' });
  });

  it('with a word that is not on the list is refused with its place, but without the word', () => {
    const slip = zeros.replace('abandon', 'abandom').replace('about', 'käse');
    expect(refusalOf(slip)).toEqual({ code: 'mnemonic-word', positions: [1, 12] });
    expect(JSON.stringify(refusalOf(slip))).not.toContain('abandom');
  });

  it('with a wrong checksum is refused', () => {
    expect(refusalOf(zeros.replace('about', 'abandon'))).toEqual({ code: 'mnemonic-checksum' });
    expect(refusalOf(zeros.replace('about', 'zoo'))).toEqual({ code: 'mnemonic-checksum' });
  });

  it('parser takes any text without throwing', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => refusalOf(text) !== 'accepted'));
  });
});
