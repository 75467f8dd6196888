import type { BlockPoint } from './block-window.ts';
import {
  blockTimeSeries,
  difficultySeries,
  feeSeries,
  frameOf,
  hashRateSeries,
  heldUntil,
  summaryOf,
  TREND_BLOCKS,
} from './chart-series.ts';

/** Blocks with these header times from height `first` on, newest first as the API gives them. */
function blocksAt(times: readonly number[], first = 10): BlockPoint[] {
  return times
    .map((timeS, i) => ({
      hash: `${first + i}`,
      previousHash: `${first + i - 1}`,
      height: first + i,
      timeS,
      difficulty: 1 + i,
      work: 100,
      fees: i * 10,
      payments: i,
    }))
    .reverse();
}

describe('the charts', () => {
  it('run from the oldest block to the newest', () => {
    expect(difficultySeries(blocksAt([5, 6, 7]))).toEqual({ at: [10, 11, 12], values: [1, 2, 3] });
    expect(feeSeries(blocksAt([5, 6, 7])).values).toEqual([0, 10, 20]);
  });

  it('a block took as long as its time lies after the one below it, and never less than nothing', () => {
    expect(blockTimeSeries(blocksAt([100, 160, 150, 210])).values).toEqual([null, 60, 0, 60]);
    expect(blockTimeSeries(blocksAt([100, 160, 280, 90_000])).trend).toEqual([null, 60, 90, 120]);
  });

  it('the birthday of the network is no block time, and no time over which to count hashes', () => {
    const young = blocksAt([0, 1_000_000, 1_000_060], 0);
    expect(blockTimeSeries(young).values).toEqual([null, null, 60]);
    expect(hashRateSeries(young).values[1]).toBeNull();
  });

  it('the hash rate is the work of the last blocks over the time that they took', () => {
    const steady = blocksAt(Array.from({ length: 3 * TREND_BLOCKS }, (_, i) => i * 5));
    const { values } = hashRateSeries(steady);
    expect(values[0]).toBeNull();
    expect(values.slice(1).every((value) => value === 20)).toBe(true);
  });

  it('no hash rate is made up from blocks of one second', () => {
    expect(hashRateSeries(blocksAt([7, 7, 7])).values).toEqual([null, null, null]);
  });

  it('a single tall value is cut off and counted instead of pressing the others flat', () => {
    const values = [...Array.from({ length: 40 }, () => 60), 86_400];
    expect(frameOf(values)).toEqual({ top: 60 * 3 * 1.08, beyond: 1 });
    expect(frameOf([60, 90])).toEqual({ top: 90 * 1.08, beyond: 0 });
    expect(frameOf([null, 0])).toEqual({ top: 1, beyond: 0 });
  });

  it('a value that nothing has changed since is held up to the present, and never back', () => {
    const series = { at: [10, 20], values: [3, 7] };
    expect(heldUntil(series, 25)).toEqual({ at: [10, 20, 25], values: [3, 7, 7] });
    expect(heldUntil(series, 20)).toEqual(series);
    expect(heldUntil({ at: [], values: [] }, 25)).toEqual({ at: [], values: [] });
  });

  it('is told in four numbers', () => {
    expect(summaryOf([null, 3, 9, 6])).toEqual({ last: 6, least: 3, most: 9, average: 6 });
    expect(summaryOf([null])).toBeUndefined();
  });
});
