import { retryAfterMs } from './retry-after.ts';

const NOW_MS = Date.parse('2027-06-01T12:00:00Z');

describe('Retry-After of a receiver', () => {
  it.each([
    ['120', 120_000],
    ['Tue, 01 Jun 2027 12:00:30 GMT', 30_000],
    ['Tuesday, 01-Jun-27 12:00:30 GMT', 30_000],
  ])('%s is read as seconds or as a date', (header, waitMs) => {
    expect(retryAfterMs(header, NOW_MS)).toBe(waitMs);
  });

  it.each([undefined, '', '0', '-5', 'soon', '1e9999', '99999999999', 'Tue, 01 Jun 2027 11:59:00 GMT', '٣'])(
    '%s asks for nothing',
    (header) => {
      expect(retryAfterMs(header, NOW_MS)).toBeUndefined();
    },
  );
});
