import fc from 'fast-check';
import { AVERAGING_BLOCKS, type DifficultyRule, nextRuledTarget, requiredBits } from './difficulty.ts';
import { encodeCompact, formatBits, roundDownToCompact, targetOf } from './target.ts';

const T = 60;
const WINDOW = AVERAGING_BLOCKS * T;
const STARTING_BITS = 0x1d100000;
const rule: DifficultyRule = {
  retarget: true,
  targetSpacingSeconds: T,
  startingTarget: targetOf(STARTING_BITS),
  easiestTarget: targetOf(0x1f010000),
};
const unmoved: DifficultyRule = { ...rule, retarget: false };

/** R of height 11 when block 10 took `solveTime` seconds and had this R. */
function ruledAfter(ruledTarget: bigint, solveTime: number): bigint {
  const parent = { height: 10, timestamp: 1_000_000 + solveTime, ruledTarget };
  return nextRuledTarget(rule, parent, { timestamp: 1_000_000 });
}

const ruledTargets = fc.bigInt({ min: 1n, max: rule.easiestTarget }).map(roundDownToCompact);
const solveTimes = fc.integer({ min: 0, max: 4 * WINDOW });

describe('the ruled target', () => {
  it('of the first two blocks is the starting target, whatever time they took', () => {
    for (const height of [0, 1]) {
      const parent = { height, timestamp: 5, ruledTarget: rule.startingTarget };
      expect(nextRuledTarget(rule, parent, height === 0 ? undefined : { timestamp: 0 })).toBe(rule.startingTarget);
    }
  });

  it('moves as an independent program computed it from the specification', () => {
    const steps: [solveTime: number, bits: string][] = [
      [0, '1d0f8e38'],
      [1, '1d0f2171'],
      [2, '1d0eb96e'],
      [60, '1d0eb96e'],
      [61, '1d0ebb2c'],
      [30, '1d0e86cb'],
      [120, '1d0eee17'],
      [600, '1d12a99c'],
      [2160, '1d24ce81'],
      [5000, '1d489745'],
      [1, '1d469bab'],
      [1, '1d44adef'],
      [1, '1d42cdaf'],
    ];
    let ruledTarget = rule.startingTarget;
    for (const [solveTime, bits] of steps) {
      ruledTarget = ruledAfter(ruledTarget, solveTime);
      expect(formatBits(encodeCompact(ruledTarget))).toBe(bits);
    }
  });

  it('stays where it is when a block takes exactly its time', () => {
    expect(ruledAfter(rule.startingTarget, T)).toBe(rule.startingTarget);
  });

  it('agrees with the rule in exact fractions to within its rounding', () => {
    fc.assert(
      fc.property(ruledTargets, solveTimes, (ruledTarget, solveTime) => {
        // Exact: R × (1 + (t − T) / (N·T)), kept as a fraction over N·T.
        const numerator = ruledTarget * BigInt(WINDOW + Math.min(solveTime, WINDOW) - T);
        const denominator = BigInt(WINDOW);
        const actual = ruledAfter(ruledTarget, solveTime);
        if (numerator >= rule.easiestTarget * denominator) return actual === rule.easiestTarget;
        if (numerator < denominator) return actual === 1n;
        // Never above the exact value; below it by less than 2^-15 of it, or by a fraction of 1.
        const lost = numerator - actual * denominator;
        return lost >= 0n && (lost < denominator || lost * 0x8000n < numerator);
      }),
    );
  });

  it('drifts from exact fractions by no more than one rounding a block over a long chain', () => {
    const seconds = fc.array(fc.integer({ min: 1, max: 3 * T }), { minLength: 50, maxLength: 50 });
    fc.assert(
      fc.property(seconds, (times) => {
        let actual = rule.startingTarget;
        let numerator = rule.startingTarget;
        let denominator = 1n;
        for (const time of times) {
          actual = ruledAfter(actual, time);
          numerator *= BigInt(WINDOW - T + time);
          denominator *= BigInt(WINDOW);
          fc.pre(numerator < rule.easiestTarget * denominator);
        }
        const lost = numerator - actual * denominator;
        return lost >= 0n && lost * 0x8000n < numerator * BigInt(times.length);
      }),
      { numRuns: 30 },
    );
  });

  it('counts a solve time of at most N·T', () => {
    expect(ruledAfter(rule.startingTarget, 100 * WINDOW)).toBe(ruledAfter(rule.startingTarget, WINDOW));
    expect(ruledAfter(rule.startingTarget, WINDOW - 1) < ruledAfter(rule.startingTarget, WINDOW)).toBe(true);
  });

  it('is never easier than the easiest, nor harder than 1', () => {
    expect(ruledAfter(rule.easiestTarget, WINDOW)).toBe(rule.easiestTarget);
    expect(ruledAfter(1n, 0)).toBe(1n);
  });

  it('grows with the solve time', () => {
    fc.assert(
      fc.property(ruledTargets, solveTimes, solveTimes, (ruledTarget, left, right) => {
        const [short, long] = left < right ? [left, right] : [right, left];
        return ruledAfter(ruledTarget, short) <= ruledAfter(ruledTarget, long);
      }),
    );
  });

  it('does not move on a network without retargeting', () => {
    const parent = { height: 99, timestamp: 9_000_000, ruledTarget: rule.startingTarget };
    expect(nextRuledTarget(unmoved, parent, { timestamp: 0 })).toBe(rule.startingTarget);
  });

  it('cannot be asked without the grandparent, or of time that runs backwards', () => {
    const parent = { height: 2, timestamp: 10, ruledTarget: rule.startingTarget };
    expect(() => nextRuledTarget(rule, parent, undefined)).toThrow('grandparent');
    expect(() => nextRuledTarget(rule, parent, { timestamp: 11 })).toThrow('backwards');
  });
});

describe('the bits of a block', () => {
  const ruled = rule.startingTarget;

  it('are those of its ruled target until N·T have passed since its parent', () => {
    for (const elapsed of [-5, 0, 1, T, WINDOW - 1]) {
      expect(requiredBits(rule, ruled, 1_000_000, 1_000_000 + elapsed)).toBe(STARTING_BITS);
    }
  });

  it('double their target for every whole N·T, up to the easiest', () => {
    for (let doublings = 1; doublings <= 12; doublings++) {
      const expected = encodeCompact(ruled << BigInt(doublings));
      expect(requiredBits(rule, ruled, 0, doublings * WINDOW)).toBe(expected);
      expect(requiredBits(rule, ruled, 0, (doublings + 1) * WINDOW - 1)).toBe(expected);
    }
    for (const elapsed of [13 * WINDOW, 300 * WINDOW, 0xffff_ffff]) {
      expect(requiredBits(rule, ruled, 0, elapsed)).toBe(0x1f010000);
    }
  });

  it('ease the first block too, when it comes long after its genesis', () => {
    const genesis = { height: 0, timestamp: 0, ruledTarget: rule.startingTarget };
    expect(requiredBits(rule, nextRuledTarget(rule, genesis, undefined), 0, WINDOW)).toBe(encodeCompact(ruled << 1n));
  });

  it('of an eased block leave no trace in the recursion', () => {
    // Block 10 came ten windows late and eased a thousandfold; the next one's R moves as by one slow block.
    expect(ruledAfter(ruled, 10 * WINDOW)).toBe(roundDownToCompact((ruled * BigInt(2 * WINDOW - T)) / BigInt(WINDOW)));
  });

  it('are always the starting bits on a network without retargeting', () => {
    for (const elapsed of [0, WINDOW, 1000 * WINDOW]) {
      expect(requiredBits(unmoved, ruled, 0, elapsed)).toBe(STARTING_BITS);
    }
  });
});
