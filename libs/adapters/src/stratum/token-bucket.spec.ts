import { TokenBucket } from './token-bucket.ts';

describe('a token bucket', () => {
  it('gives a burst at once, then asks for patience, and fills again with time', () => {
    const bucket = new TokenBucket(10, 3, 0);
    expect([bucket.take(0), bucket.take(0), bucket.take(0)]).toEqual([0, 0, 0]);
    expect(bucket.take(0)).toBe(100);
    expect(bucket.take(0)).toBe(200);
    expect(bucket.take(1_000)).toBe(0);
  });
});
