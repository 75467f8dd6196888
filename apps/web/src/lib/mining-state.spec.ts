import type { MiningState } from './api-types.ts';
import { chanceByNow, miningView } from './mining-state.ts';

const off = { mode: 'off', threads: 0, recipient: null, hashesPerSecond: 0, hashes: 0, blocksFound: 0 } as const;

describe('what the page shows of mining', () => {
  it('tells one cheese from one after another', () => {
    expect(miningView({ ...off, mode: 'one', threads: 1, hashesPerSecond: 4e6, hashes: 10 })).toEqual({
      steady: false,
      pace: '',
      single: true,
      threads: 1,
      hashRate: 4e6,
      hashes: 10,
      found: 0,
      workers: [],
    });
    for (const mode of ['continuous', 'instant', 'interval'] as const) {
      expect(miningView({ ...off, mode, threads: 2 }).steady).toBe(true);
    }
  });

  it('reads as not mining when the peer tells nothing', () => {
    const nothing = {
      steady: false,
      pace: '',
      single: false,
      threads: 0,
      hashRate: 0,
      hashes: 0,
      found: 0,
      workers: [],
    };
    expect(miningView(undefined)).toEqual(nothing);
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

  it('tells the pace in words', () => {
    const paceOf = (state: Partial<MiningState>) => miningView({ ...off, ...state }).pace;
    expect(paceOf({ mode: 'continuous', threads: 2 })).toBe('one after another, on 2 threads');
    expect(paceOf({ mode: 'instant' })).toBe('one whenever a payment is open');
    expect(paceOf({ mode: 'interval', intervalSeconds: 90 })).toBe('one every 1 min 30 s');
    expect(paceOf({ mode: 'interval' })).toBe('one at even intervals');
  });

  it('knows that after the expected number of tries a block was found two times in three', () => {
    expect(chanceByNow(0, 1000)).toBe(0);
    expect(chanceByNow(1000, 1000)).toBeCloseTo(0.632, 3);
    expect(chanceByNow(1e9, 1000)).toBe(1);
    expect(chanceByNow(5, 0)).toBe(0);
  });
});
