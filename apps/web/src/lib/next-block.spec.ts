import { feeRate, reckonNextBlock } from './next-block.ts';

const payments = (count: number, size = 154, fee = 200) => Array.from({ length: count }, () => ({ size, fee }));

describe('what the next block would take', () => {
  it('all that is open, when it has room for it', () => {
    expect(reckonNextBlock(payments(3), 3)).toEqual({
      taken: 3,
      left: 0,
      bytes: 156 + 3 * 158,
      fees: 600,
      fill: (156 + 3 * 158) / 1_000_000,
      exact: true,
    });
  });

  it('the best of them, when it has not', () => {
    const next = reckonNextBlock(payments(10), 10, 156 + 4 * 158 + 100);
    expect([next.taken, next.left, next.fees]).toEqual([4, 6, 800]);
    expect(next.fill).toBeLessThan(1);
  });

  it('about as many as fit, when only the best were listed', () => {
    const next = reckonNextBlock(payments(100), 50_000);
    expect(next.exact).toBe(false);
    expect(next.taken).toBe(Math.floor((1_000_000 - 156) / 158));
    expect(next.taken + next.left).toBe(50_000);
    expect(next.fill).toBeGreaterThan(0.99);
  });

  it('nothing but the reward, when nothing is open', () => {
    expect(reckonNextBlock([], 0)).toMatchObject({ taken: 0, left: 0, bytes: 156, exact: true });
  });

  it('a rate is what a byte pays', () => {
    expect(feeRate({ size: 200, fee: 300 })).toBe(1.5);
    expect(feeRate({ size: 0, fee: 300 })).toBe(0);
  });
});
