import { miningView } from './mining-state.ts';

describe('what the page shows of mining', () => {
  it('tells one cheese from one after another', () => {
    expect(miningView({ mode: 'one', threads: 1, hashRate: 4e6, hashes: 10 })).toEqual({
      steady: false,
      threads: 1,
      hashRate: 4e6,
      hashes: 10,
    });
    expect(miningView({ mode: 'continuous', threads: 2 }).steady).toBe(true);
  });

  it('reads as not mining when the peer tells nothing', () => {
    expect(miningView(undefined)).toEqual({ steady: false, threads: 0, hashRate: 0, hashes: 0 });
  });
});
