import {
  AVERAGING_BLOCKS,
  type DifficultyRule,
  nextRuledTarget,
  type RuledHeader,
  requiredBits,
} from './difficulty.ts';
import { targetOf } from './target.ts';

/** T and N·T of every simulation, seconds. */
const T = 60;
const WINDOW = AVERAGING_BLOCKS * T;
const HOUR = 3_600;
/** Odd, so that a median is one of them; enough to hold the medians within the tolerances below. */
const RUNS = 15;

function ruleFrom(startingBits: number): DifficultyRule {
  const easiestTarget = targetOf(0x1f010000);
  return { retarget: true, targetSpacingSeconds: T, startingTarget: targetOf(startingBits), easiestTarget };
}
/** So far below the easiest target that nothing here meets that floor. */
const DEEP = ruleFrom(0x1b100000);
/** 1,024 below it: a fall by 100,000 lands on the floor. */
const SHALLOW = ruleFrom(0x1d400000);

/** Hash rate, as a multiple of the base rate, from a time on. */
interface Phase {
  readonly from: number;
  readonly rate: number;
}

/** A chain mined by hash rate that comes and goes: exact in law, since each wait is drawn from its hazard. */
class SimulatedChain {
  now = 0;
  private tip: RuledHeader;
  private nextTarget: bigint;

  constructor(
    private readonly rule: DifficultyRule,
    private readonly random: () => number,
  ) {
    this.tip = { height: 0, timestamp: 0, ruledTarget: rule.startingTarget };
    this.nextTarget = nextRuledTarget(rule, this.tip, undefined);
  }

  /** Mines until the time has come, or so many blocks; gives the times at which they were found. */
  run(phases: readonly Phase[], until: number, maxBlocks = Number.POSITIVE_INFINITY): number[] {
    const found: number[] = [];
    while (found.length < maxBlocks) {
      const at = this.nextBlockAt(phases, until);
      if (at === undefined) {
        this.now = until;
        break;
      }
      this.now = at;
      this.append(Math.max(this.tip.timestamp + 1, Math.floor(at)));
      found.push(at);
    }
    return found;
  }

  private append(timestamp: number): void {
    const parent = this.tip;
    this.tip = { height: parent.height + 1, timestamp, ruledTarget: this.nextTarget };
    this.nextTarget = nextRuledTarget(this.rule, this.tip, parent);
  }

  private nextBlockAt(phases: readonly Phase[], until: number): number | undefined {
    const parentTime = this.tip.timestamp;
    let patience = -Math.log(1 - this.random());
    let time = this.now;
    while (time < until) {
      // Hash rate and target stay as they are until the next phase or doubling.
      const rate = phases.findLast(({ from }) => from <= time)?.rate ?? 0;
      const nextPhase = phases.find(({ from }) => from > time)?.from ?? Number.POSITIVE_INFINITY;
      const doublings = Math.floor(Math.max(0, time - parentTime) / WINDOW);
      const end = Math.min(until, nextPhase, parentTime + (doublings + 1) * WINDOW);
      const bits = requiredBits(this.rule, this.nextTarget, parentTime, parentTime + doublings * WINDOW);
      // At rate 1 the starting target takes T.
      const hazard = (rate * Number(targetOf(bits))) / Number(this.rule.startingTarget) / T;
      if (hazard * (end - time) >= patience) return time + patience / hazard;
      patience -= hazard * (end - time);
      time = end;
    }
    return undefined;
  }
}

/** mulberry32: a small seeded generator, the same on every machine. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The median of what each of the runs measured, on a chain settled at rate 1. */
function medianOf(measure: (chain: SimulatedChain) => number, runs = RUNS, rule = DEEP): number {
  const figures = Array.from({ length: runs }, (_, run) => {
    const chain = new SimulatedChain(rule, seeded(0xc4ee5e + run));
    mineFor(chain, 1, 150 * T);
    return measure(chain);
  });
  return figures.sort((left, right) => left - right)[runs >> 1] as number;
}

/** Blocks in so many seconds at a new hash rate, as a multiple of those there should be. */
function mineFor(chain: SimulatedChain, rate: number, seconds: number): number {
  return (chain.run([{ from: 0, rate }], chain.now + seconds).length * T) / seconds;
}

/** How many T until that many blocks at a new hash rate. */
function mineBlocks(chain: SimulatedChain, rate: number, blocks: number): number {
  const start = chain.now;
  const found = chain.run([{ from: 0, rate }], Number.POSITIVE_INFINITY, blocks);
  return ((found.at(-1) as number) - start) / T;
}

/** Blocks over forty hours of hash rate that changes every two, as a multiple of those there should be. */
function flap(chain: SimulatedChain, factor: number): number {
  const start = chain.now;
  const phases = Array.from({ length: 20 }, (_, i) => ({ from: start + i * 2 * HOUR, rate: i % 2 === 0 ? factor : 1 }));
  return chain.run(phases, start + 40 * HOUR).length / (40 * (HOUR / T));
}

/** How far a median of so few runs may lie from the one the specification names. */
const TOLERANCE = 0.15;

function expectAbout(actual: number, expected: number): void {
  expect(actual).toBeGreaterThan(expected * (1 - TOLERANCE));
  expect(actual).toBeLessThan(expected * (1 + TOLERANCE));
}

describe('a simulated chain', () => {
  it('keeps its rate while the hash rate is steady', () => {
    const rate = medianOf((chain) => mineFor(chain, 1, 600 * T), 9);
    expect(rate).toBeGreaterThan(0.96);
    expect(rate).toBeLessThan(1.02);
  });

  it('brings 2.3 times the blocks in the first hour of ten times the hash rate', () => {
    expectAbout(
      medianOf((chain) => mineFor(chain, 10, HOUR)),
      2.3,
    );
  });

  it('goes on with a tenth, a hundredth and a hundred-thousandth of its hash rate', () => {
    const falls: [rate: number, blocks: number, spacings: number, rule: DifficultyRule][] = [
      [0.1, 20, 87, DEEP],
      [0.1, 50, 132, DEEP],
      [0.01, 20, 234, DEEP],
      [0.01, 50, 288, DEEP],
      [0.00001, 20, 3_700, SHALLOW],
      [0.00001, 50, 6_900, SHALLOW],
    ];
    for (const [rate, blocks, spacings, rule] of falls) {
      expectAbout(
        medianOf((chain) => mineBlocks(chain, rate, blocks), RUNS, rule),
        spacings,
      );
    }
  });

  it('keeps most of its rate while the hash rate flaps tenfold or a hundredfold every two hours', () => {
    expect(medianOf((chain) => flap(chain, 10), 5)).toBeGreaterThan(0.92);
    const hundredfold = medianOf((chain) => flap(chain, 100), 5);
    expect(hundredfold).toBeGreaterThan(0.7);
    expect(hundredfold).toBeLessThan(1.02);
  });

  it('wakes from a weekend’s sleep without a flood of blocks', () => {
    const hoursAfter = (chain: SimulatedChain) => {
      mineFor(chain, 0, 60 * HOUR);
      return Array.from({ length: 12 }, () => mineFor(chain, 1, HOUR));
    };
    expectAbout(
      medianOf((chain) => hoursAfter(chain)[0] as number),
      1.3,
    );
    expect(medianOf((chain) => Math.max(...hoursAfter(chain).slice(1)))).toBeLessThan(1.4);
    expect(medianOf((chain) => Math.min(...hoursAfter(chain).slice(1)))).toBeGreaterThan(0.65);
  });

  it('survives a visitor ten thousand times as strong, who comes for an hour and leaves', () => {
    const hop = (chain: SimulatedChain) => mineFor(chain, 10_000, HOUR);
    // Far from the 10,000 that a slow rule would hand out.
    expect(medianOf(hop)).toBeLessThan(7);
    const blocks50 = medianOf((chain) => {
      hop(chain);
      return mineBlocks(chain, 1, 50);
    });
    // At the visitor's last target a single block would take thousands of T.
    expect(blocks50).toBeLessThan(1_600);
    const afterwards = medianOf((chain) => {
      hop(chain);
      mineBlocks(chain, 1, 200);
      return mineFor(chain, 1, 5 * HOUR);
    });
    expect(afterwards).toBeGreaterThan(0.9);
    expect(afterwards).toBeLessThan(1.1);
    const busiestHour = medianOf((chain) => {
      hop(chain);
      return Math.max(...Array.from({ length: 48 }, () => mineFor(chain, 1, HOUR)));
    });
    expect(busiestHour).toBeLessThan(1.5);
  });
});
