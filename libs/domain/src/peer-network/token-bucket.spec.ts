import { ManualClock } from '#test/manual-clock';
import { TokenBucket } from './token-bucket.ts';

describe('a budget', () => {
  const begin = () => {
    const clock = new ManualClock(1_000);
    return { clock, bucket: new TokenBucket({ burst: 10, perSecond: 2 }, clock) };
  };

  it('may be spent at once, and comes back with time, never above its size', () => {
    const { clock, bucket } = begin();
    expect([bucket.take(10), bucket.take(1)]).toEqual([true, false]);
    clock.advance(1_500);
    expect([bucket.take(3), bucket.take(1)]).toEqual([true, false]);
    clock.advance(3_600_000);
    expect([bucket.take(11), bucket.take(10)]).toEqual([false, true]);
  });

  it('may be overdrawn by what was used already, and is paid back first', () => {
    const { clock, bucket } = begin();
    bucket.charge(14);
    expect(bucket.available).toBe(-4);
    clock.advance(2_000);
    expect(bucket.take(1)).toBe(false);
    clock.advance(500);
    expect(bucket.take(1)).toBe(true);
  });

  it('takes back what was well spent', () => {
    const { bucket } = begin();
    bucket.take(10);
    bucket.refund(1);
    expect([bucket.take(1), bucket.take(1)]).toEqual([true, false]);
    bucket.refund(100);
    expect(bucket.available).toBe(10);
  });

  it('neither fills nor empties while the clock is set back', () => {
    const { clock, bucket } = begin();
    bucket.take(9);
    clock.advance(-10_000);
    expect(bucket.available).toBe(1);
    clock.advance(1_000);
    expect(bucket.available).toBe(3);
  });
});
