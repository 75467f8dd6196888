import { ago, compact, duration, grouped, plural, roughly, shorten } from './format.ts';

describe('numbers and times in words', () => {
  const now = Date.parse('2026-01-01T12:00:00Z');

  it.each([
    ['2026-01-01T12:00:00Z', 'now'],
    ['2026-01-01T12:00:05Z', 'now'],
    ['2026-01-01T11:59:48Z', '12 seconds ago'],
    ['2026-01-01T11:58:00Z', '2 minutes ago'],
    ['2025-12-31T11:00:00Z', 'yesterday'],
    ['2026-01-01T12:05:00Z', 'in 5 min'],
    ['nonsense', 'at an unknown time'],
  ])('%s is %s', (iso, words) => {
    expect(ago(iso, now)).toBe(words);
  });

  it('are short and honest', () => {
    expect(duration(0.0004)).toBe('an instant');
    expect(duration(0.4)).toBe('0.4 s');
    expect(duration(60)).toBe('1 min');
    expect(duration(125)).toBe('2 min 5 s');
    expect(duration(7_200)).toBe('2 h');
    expect(duration(3_900)).toBe('1 h 5 min');
    expect(duration(Number.POSITIVE_INFINITY)).toBe('longer than anyone will wait');
    expect(compact(950)).toBe('950');
    expect(compact(4_410_000)).toBe('4.41\u202fM');
    expect(compact(2 ** 60)).toBe('1.15\u202fE');
    expect(grouped(1234567)).toBe('1\u202f234\u202f567');
    expect(plural(1, 'cheese')).toBe('1 cheese');
    expect(plural(0, 'cheese')).toBe('0 cheeses');
    expect(shorten('ab'.repeat(32))).toBe('abababab…ababab');
    expect(shorten('short')).toBe('short');
  });

  it('says expected times roughly', () => {
    expect(roughly(0.01)).toBe('an instant');
    expect(roughly(75)).toBe('some 1 min 15 s');
    expect(roughly(Number.POSITIVE_INFINITY)).toBe('longer than anyone will wait');
  });
});
