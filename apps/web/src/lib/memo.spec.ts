import fc from 'fast-check';
import { memoBytes, memoPieces } from './memo.ts';

describe('a memo from the network', () => {
  it('can’t climb over its neighbours with heaps of marks', () => {
    expect(memoPieces(`a${'\u0301'.repeat(100)}b`)).toEqual([
      { text: `a${'\u0301'.repeat(4)}`, hidden: false },
      { text: '+96 marks', hidden: true },
      { text: 'b', hidden: false },
    ]);
    // Vowels, tones and points of living languages stay as they are.
    for (const text of ['Việt', 'שָׁלוֹם', 'مُحَمَّدٌ', '1️⃣❤️‍🔥']) {
      expect(memoPieces(text.normalize('NFD'))).toEqual([{ text: text.normalize('NFD'), hidden: false }]);
    }
  });

  it('keeps ordinary text, markup and emoji as they are', () => {
    const text = '<img src=x onerror=alert(1)> für 👩‍👩‍👧 & Käse';
    expect(memoPieces(text)).toEqual([{ text, hidden: false }]);
  });

  it('shows a right-to-left override by name instead of obeying it', () => {
    expect(memoPieces('pay \u202Eevil')).toEqual([
      { text: 'pay ', hidden: false },
      { text: 'U+202E', hidden: true },
      { text: 'evil', hidden: false },
    ]);
  });

  it('shows controls, zero-width characters, tags and lone surrogates', () => {
    const names = memoPieces('\u0000\n\u200B\u2066\u{E0041}\uD800').map((piece) => piece.text);
    expect(names).toEqual(['U+0000', '↵', 'U+200B', 'U+2066', 'U+E0041', 'U+D800']);
  });

  it('loses no visible character of any string', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (memo) => {
        const pieces = memoPieces(memo);
        if (pieces.every((piece) => !piece.hidden)) expect(pieces.map((piece) => piece.text).join('')).toBe(memo);
      }),
    );
  });

  it('is measured in bytes, as the chain does', () => {
    expect(memoBytes('🧀'.repeat(64))).toBe(256);
  });
});
