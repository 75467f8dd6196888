import { SeededStream } from './seeded-stream.ts';

/** What this very code drew when it was written: whatever changes them changes every run. */
const FIRST_WORDS = [4_266_995_228, 4_230_383_668, 1_310_096_842];

describe('a stream of random numbers', () => {
  it('is the same for the same name, on every machine', () => {
    const stream = new SeededStream('a name');
    expect([stream.uint32(), stream.uint32(), stream.uint32()]).toEqual(FIRST_WORDS);
  });

  it('is another for each purpose, and does not depend on what was drawn before it was split off', () => {
    const [one, other] = [new SeededStream('seed'), new SeededStream('seed')];
    other.uint32();
    expect(one.split('mining').uint32()).toBe(other.split('mining').uint32());
    expect(one.split('mining').uint32()).not.toBe(one.split('lines').uint32());
  });

  it('draws exponential times of the mean asked for, without memory', () => {
    const stream = new SeededStream('exponential');
    const draws = Array.from({ length: 50_000 }, () => stream.exponential(10));
    const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
    expect(mean).toBeGreaterThan(9.8);
    expect(mean).toBeLessThan(10.2);
    const late = draws.filter((draw) => draw > 10);
    const meanBeyond = late.reduce((sum, draw) => sum + draw - 10, 0) / late.length;
    expect(meanBeyond).toBeGreaterThan(9.6);
    expect(meanBeyond).toBeLessThan(10.4);
  });

  it('draws whole numbers evenly, both ends included', () => {
    const stream = new SeededStream('whole');
    const counts = new Map<number, number>();
    for (let i = 0; i < 40_000; i++) {
      const drawn = stream.integer(3, 6);
      counts.set(drawn, (counts.get(drawn) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual([3, 4, 5, 6]);
    for (const count of counts.values()) expect(count).toBeGreaterThan(9_000);
  });

  it('picks some items, each once', () => {
    const stream = new SeededStream('some');
    const items = [1, 2, 3, 4, 5];
    expect(new Set(stream.some(items, 3)).size).toBe(3);
    expect(stream.some(items, 9).sort()).toEqual(items);
  });
});
