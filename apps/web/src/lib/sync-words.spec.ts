import { syncWords } from './sync-words.ts';

describe('how far a peer is that catches up', () => {
  it.each([
    ['judging-headers', 'it weighs their headers first, 16,000 of about 100,000'],
    ['fetching-headers', 'it has 16,000 of about 100,000 headers'],
    ['fetching-blocks', 'it has checked 1,200 of about 100,000 cheeses'],
  ] as const)('is told in words while it is %s', (phase, words) => {
    const sync = { phase, headerHeight: 16_000, targetHeight: 100_000 };
    expect(syncWords({ height: 1_200, sync }).replaceAll('\u202f', ',')).toBe(words);
  });

  it('is not told of a block or two', () => {
    expect(syncWords({ height: 5, sync: null })).toBe('');
  });
});
