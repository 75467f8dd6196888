import { miningView } from './mining-state.ts';

const off = { mode: 'off', threads: 0, recipient: null, hashesPerSecond: 0, hashes: 0, blocksFound: 0 } as const;

describe('what the page shows of mining', () => {
  it('tells one cheese from one after another', () => {
    expect(miningView({ ...off, mode: 'one', threads: 1, hashesPerSecond: 4e6, hashes: 10 })).toEqual({
      steady: false,
      threads: 1,
      hashRate: 4e6,
      hashes: 10,
      workers: [],
    });
    for (const mode of ['continuous', 'instant', 'interval'] as const) {
      expect(miningView({ ...off, mode, threads: 2 }).steady).toBe(true);
    }
  });

  it('reads as not mining when the peer tells nothing', () => {
    expect(miningView(undefined)).toEqual({ steady: false, threads: 0, hashRate: 0, hashes: 0, workers: [] });
  });

  it('names the miners that are connected', () => {
    const worker = {
      name: 'dcheese1x.rig',
      hashesPerSecond: 5,
      accepted: 2,
      refused: 1,
      blocksFound: 0,
      connectedAt: '',
    };
    expect(miningView({ ...off, workers: [worker] }).workers).toEqual([worker]);
  });
});
