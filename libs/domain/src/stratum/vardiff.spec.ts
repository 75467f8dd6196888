import { exponentWithin, hashesOfExponent, MIN_DIFFICULTY_EXPONENT, targetOfExponent } from './share-difficulty.ts';
import { Vardiff } from './vardiff.ts';

/** A miner of that many hashes a second, finding shares as regularly as a clock, for that many seconds. */
function mineSteadily(
  vardiff: Vardiff,
  hashesPerSecond: number,
  fromMs: number,
  seconds: number,
  hardest = 48,
): number {
  let nowMs = fromMs;
  const end = fromMs + seconds * 1000;
  let shares = 0;
  for (;;) {
    const step = (hashesOfExponent(vardiff.exponent) / hashesPerSecond) * 1000;
    if (nowMs + step > end) break;
    nowMs += step;
    vardiff.shareFound();
    shares++;
    vardiff.adjust(nowMs, hardest);
  }
  vardiff.adjust(end, hardest);
  return shares;
}

describe('vardiff', () => {
  it.each([1e5, 5e6, 1e9, 1e14])('leads a miner of %d hashes a second to a share every 2.5 to 10 seconds', (rate) => {
    const vardiff = new Vardiff(MIN_DIFFICULTY_EXPONENT, 0);
    mineSteadily(vardiff, rate, 0, 600);
    const secondsPerShare = hashesOfExponent(vardiff.exponent) / rate;
    expect(secondsPerShare).toBeGreaterThan(2.5);
    expect(secondsPerShare).toBeLessThan(10);
  });

  it('follows a miner that became a thousand times slower', () => {
    const vardiff = new Vardiff(MIN_DIFFICULTY_EXPONENT, 0);
    mineSteadily(vardiff, 1e12, 0, 600);
    for (let minute = 0; minute < 10; minute++) mineSteadily(vardiff, 1e9, 600_000 + minute * 60_000, 60);
    expect(hashesOfExponent(vardiff.exponent) / 1e9).toBeLessThan(15);
  });

  it('never asks for a share that is harder than a block, and never goes below its floor', () => {
    const vardiff = new Vardiff(MIN_DIFFICULTY_EXPONENT, 0);
    mineSteadily(vardiff, 1e12, 0, 60, -3);
    expect(vardiff.exponent).toBe(-3);
    expect(vardiff.adjust(120_000, -10)).toBe(true);
    expect(vardiff.exponent).toBe(-10);
    for (let minute = 3; minute < 20; minute++) vardiff.adjust(minute * 60_000, -3);
    expect(vardiff.exponent).toBe(MIN_DIFFICULTY_EXPONENT);
  });
});

describe('a share difficulty', () => {
  it('has the target that miners compute: 0xffff at the 27th byte for difficulty 1', () => {
    expect(targetOfExponent(0)).toBe(0xffffn << 208n);
    expect(targetOfExponent(-16)).toBe(0xffffn << 224n);
    expect(targetOfExponent(4)).toBe(0xffff0n << 200n);
    expect(() => targetOfExponent(-17)).toThrow();
  });

  it('within a network is the hardest that is not harder than a block', () => {
    expect(exponentWithin(0xffffn << 208n)).toBe(0);
    expect(exponentWithin((0xffffn << 208n) + 1n)).toBe(-1);
    expect(exponentWithin(1n << 255n)).toBe(MIN_DIFFICULTY_EXPONENT);
  });
});
