import type { Block } from './api-types.ts';
import { type BlockPoint, extendWindow, pointOf } from './block-window.ts';

/** Blocks from `high` down to `low`, newest first; the letter names the branch. */
function run(high: number, low: number, branch = 'a', parent = branch): BlockPoint[] {
  const point = { timeS: 0, difficulty: 1, work: 2, fees: 0, payments: 0 };
  return Array.from({ length: high - low + 1 }, (_, i) => {
    const height = high - i;
    const below = height === low ? parent : branch;
    return { ...point, hash: `${branch}${height}`, previousHash: `${below}${height - 1}`, height };
  });
}

const hashes = (points: readonly BlockPoint[] | undefined) => points?.map(({ hash }) => hash);

describe('the window of the newest blocks', () => {
  it('grows at its top and forgets at its bottom', () => {
    expect(hashes(extendWindow(run(20, 11), run(22, 19), 10))).toEqual(hashes(run(22, 13)));
  });

  it('lets go of what a reorganisation set aside', () => {
    const news = run(13, 12, 'b', 'a');
    expect(hashes(extendWindow(run(12, 10), news, 10))).toEqual(['b13', 'b12', 'a11', 'a10']);
  });

  it('says so when there is a gap, as after a night asleep', () => {
    expect(extendWindow(run(12, 3), run(40, 29), 10)).toBeUndefined();
    expect(extendWindow([], run(12, 3), 10)).toBeUndefined();
  });

  it('has no gap when the news reach down to the raclette', () => {
    expect(hashes(extendWindow([], run(2, 0), 10))).toEqual(['a2', 'a1', 'a0']);
  });

  it('keeps of a block its fees, its payments and its work', () => {
    const transactions = [{ fee: 300 }, { fee: 12 }];
    const block = { hash: 'h', height: 5, bits: '207fffff', timestamp: '2026-11-22T12:00:01.000Z', transactions };
    expect(pointOf(block as unknown as Block)).toMatchObject({ fees: 312, payments: 2, work: 2, timeS: 1_795_348_801 });
  });
});
