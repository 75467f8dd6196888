import fc from 'fast-check';
import { amountParts, formatCheesecoin, parseCheesecoin } from './amount.ts';

describe('an amount typed in cheesecoin', () => {
  it.each([
    ['1', 100_000_000],
    ['1.5', 150_000_000],
    [' 50 ', 5_000_000_000],
    ['0.00000001', 1],
    ['0.1', 10_000_000],
    ['0.3', 30_000_000],
    ['1.10000000', 110_000_000],
    ['007', 700_000_000],
    ['90071992.54740991', Number.MAX_SAFE_INTEGER],
  ])('%s becomes exactly %d crumbs', (typed, crumbs) => {
    expect(parseCheesecoin(typed)).toEqual({ ok: true, crumbs });
  });

  it.each([
    ['', 'amount-empty'],
    ['   ', 'amount-empty'],
    ['-1', 'amount-sign'],
    ['+1', 'amount-sign'],
    ['−1', 'amount-sign'],
    ['1,5', 'amount-comma'],
    ['1,000.5', 'amount-comma'],
    ['1e9', 'amount-exponent'],
    ['1E-3', 'amount-exponent'],
    ['abc', 'amount-not-a-number'],
    ['1.2.3', 'amount-not-a-number'],
    ['.', 'amount-not-a-number'],
    ['1 000', 'amount-not-a-number'],
    ['0x10', 'amount-not-a-number'],
    ['١', 'amount-not-a-number'],
    ['Infinity', 'amount-not-a-number'],
    ['0.000000001', 'amount-too-fine'],
    ['0', 'amount-zero'],
    ['0.00000000', 'amount-zero'],
    ['90071992.54740992', 'amount-too-large'],
    ['9'.repeat(400), 'amount-too-large'],
  ])('%j is refused as %s', (typed, code) => {
    const reading = parseCheesecoin(typed);
    expect(reading).toMatchObject({ ok: false, code });
    if (!reading.ok) expect(reading.sentence).toMatch(/^[A-Z].*\.$/);
  });

  it('comes back unchanged when shown and typed again, for every amount there can be', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (crumbs) => {
        expect(parseCheesecoin(formatCheesecoin(crumbs))).toEqual({ ok: true, crumbs });
      }),
    );
  });

  it('never turns whatever is typed into an inexact or negative number', () => {
    fc.assert(
      fc.property(fc.string(), (typed) => {
        const reading = parseCheesecoin(typed);
        if (reading.ok) expect(Number.isSafeInteger(reading.crumbs) && reading.crumbs > 0).toBe(true);
      }),
    );
  });
});

describe('an amount shown in cheesecoin', () => {
  it('parts thousands and drops the zeros that say nothing', () => {
    expect(amountParts(123_456_750_000_000)).toEqual({ whole: '1\u202f234\u202f567', fraction: '.5' });
    expect(amountParts(5_000_000_000)).toEqual({ whole: '50', fraction: '' });
    expect(amountParts(0)).toEqual({ whole: '0', fraction: '' });
    expect(amountParts(1)).toEqual({ whole: '0', fraction: '.00000001' });
  });
});
