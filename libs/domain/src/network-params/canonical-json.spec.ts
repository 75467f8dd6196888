import fc from 'fast-check';
import { type CanonicalValue, canonicalJson } from './canonical-json.ts';

const values = fc.letrec<{ value: CanonicalValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'grapheme' }),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string({ unit: 'grapheme' }), tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

describe('canonical JSON (RFC 8785)', () => {
  it('writes the strings of the RFC’s example (section 3.2.2)', () => {
    const text = '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/';
    expect(canonicalJson({ string: text, literals: [true, false] })).toBe(
      '{"literals":[true,false],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('sorts keys by UTF-16 code units, as the RFC’s example does (section 3.2.3)', () => {
    const sorted = canonicalJson({
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    });
    const order = ['Carriage Return', 'One', 'Control', 'Latin Small', 'Euro Sign', 'Emoji', 'Hebrew'];
    const places = order.map((each) => sorted.indexOf(each));
    expect(places).toEqual([...places].sort((left, right) => left - right));
    expect(places).not.toContain(-1);
  });

  it('escapes control characters the short way where there is one', () => {
    expect(canonicalJson('\b\t\n\f\r\u0000\u001f\u007f')).toBe('"\\b\\t\\n\\f\\r\\u0000\\u001f\u007f"');
  });

  it('writes whole numbers plainly, and no minus before zero', () => {
    expect(canonicalJson([0, -0, 1, -1, Number.MAX_SAFE_INTEGER])).toBe('[0,0,1,-1,9007199254740991]');
  });

  it('is the same text whatever the order of the keys, and reads back as the same value', () => {
    fc.assert(
      fc.property(values, (value) => {
        const text = canonicalJson(value);
        const back = JSON.parse(text) as CanonicalValue;
        expect(canonicalJson(reversed(back))).toBe(text);
        expect(canonicalJson(back)).toBe(text);
      }),
    );
  });

  it('has no form for fractions, unsafe numbers and lone surrogates', () => {
    for (const value of [0.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => canonicalJson(value)).toThrow('safe integer');
    }
    expect(() => canonicalJson('\ud83d')).toThrow('surrogate');
    expect(() => canonicalJson({ '\ude00': 1 })).toThrow('surrogate');
  });
});

/** The same value with every object's keys the other way round. */
function reversed(value: CanonicalValue): CanonicalValue {
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return (value as CanonicalValue[]).map(reversed);
  const entries = Object.entries(value as Record<string, CanonicalValue>).reverse();
  return Object.fromEntries(entries.map(([key, each]) => [key, reversed(each)]));
}
