import {
  AVERAGING_BLOCKS,
  type DifficultyRule,
  nextRuledTarget,
  type RuledHeader,
  requiredBits,
} from './difficulty.ts';
import { TWO_TO_256, targetOf } from './target.ts';

/** T and N·T of every simulation, seconds. */
const T = 60;
const WINDOW = AVERAGING_BLOCKS * T;
const HOUR = 3_600;
/** Odd, so that a median is one of them; enough to hold the medians within the tolerances below. */
const RUNS = 25;

/** Far below the easiest target, so that a fall by 100,000 meets no floor. */
const rule: DifficultyRule = {
  retarget: true,
  targetSpacingSeconds: T,
  startingTarget: targetOf(0x1b100000),
  easiestTarget: targetOf(0x1f010000),
};
/** Hashes a second that take T for a block at the starting target. */
const BASE_RATE = Number(TWO_TO_256) / Number(rule.startingTarget) / T;

/** Hash rate, as a multiple of the base rate, from a time on. */
interface Phase {
  readonly from: number;
  readonly rate: number;
}

/** A chain mined by hash rate that comes and goes: exact in law, since each wait is drawn from its hazard. */
class SimulatedChain {
  now = 0;
  private grandparent: RuledHeader | undefined;
  private tip: RuledHeader = { height: 0, timestamp: 0, ruledTarget: rule.startingTarget };

  constructor(private readonly random: () => number) {}

  get height(): number {
    return this.tip.height;
  }

  /** Mines until the time has come; gives the times at which blocks were found. */
  run(phases: readonly Phase[], until: number, maxBlocks = Number.POSITIVE_INFINITY): number[] {
    const found: number[] = [];
    while (found.length < maxBlocks) {
      const at = this.nextBlockAt(phases, until);
      if (at === undefined) break;
      this.now = at;
      const ruledTarget = nextRuledTarget(rule, this.tip, this.grandparent);
      const timestamp = Math.max(this.tip.timestamp + 1, Math.floor(at));
      this.grandparent = this.tip;
      this.tip = { height: this.tip.height + 1, timestamp, ruledTarget };
      found.push(at);
    }
    if (found.length < maxBlocks) this.now = until;
    return found;
  }

  private nextBlockAt(phases: readonly Phase[], until: number): number | undefined {
    const ruledTarget = nextRuledTarget(rule, this.tip, this.grandparent);
    const { timestamp: parentTime } = this.tip;
    let patience = -Math.log(1 - this.random());
    let time = this.now;
    while (time < until) {
      // Hash rate and target stay as they are until the next phase or doubling.
      const current = phases.findLast(({ from }) => from <= time) as Phase;
      const nextPhase = phases.find(({ from }) => from > time)?.from ?? Number.POSITIVE_INFINITY;
      const doublings = Math.floor(Math.max(0, time - parentTime) / WINDOW);
      const end = Math.min(until, nextPhase, parentTime + (doublings + 1) * WINDOW);
      const target = targetOf(requiredBits(rule, ruledTarget, parentTime, parentTime + doublings * WINDOW));
      const hazard = (current.rate * BASE_RATE * Number(target)) / Number(TWO_TO_256);
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

/** The median of what each of the runs measured, on a chain settled at the base rate. */
function medianOf(measure: (chain: SimulatedChain) => number, runs = RUNS): number {
  const figures = Array.from({ length: runs }, (_, run) => {
    const chain = new SimulatedChain(seeded(0xc4ee5e + run));
    chain.run([{ from: 0, rate: 1 }], 150 * T);
    return measure(chain);
  });
  return figures.sort((left, right) => left - right)[runs >> 1] as number;
}

/** How many T until that many blocks, at a new hash rate. */
function spacingsUntil(block: number, rate: number): number {
  return medianOf((chain) => {
    const start = chain.now;
    const found = chain.run([{ from: 0, rate }], Number.POSITIVE_INFINITY, block);
    return ((found.at(-1) as number) - start) / T;
  });
}

/** Blocks in the first hour of a new hash rate, as a multiple of the 60 that there should be. */
function firstHour(chain: SimulatedChain, rate: number): number {
  return chain.run([{ from: 0, rate }], chain.now + HOUR).length / (HOUR / T);
}

/** Blocks over a hundred hours of hash rate that changes every two, as a multiple of what there should be. */
function flappingShare(factor: number): number {
  return medianOf((chain) => {
    const start = chain.now;
    const phases = Array.from({ length: 50 }, (_, i) => ({
      from: start + i * 2 * HOUR,
      rate: i % 2 === 0 ? factor : 1,
    }));
    return chain.run(phases, start + 100 * HOUR).length / (100 * (HOUR / T));
  }, 9);
}
const print = (name: string, value: number) => process.stderr.write(`${name} ${value}\n`);
it('x', () => {
  print(
    'steady',
    medianOf((c) => c.run([{ from: 0, rate: 1 }], c.now + 1000 * T).length / 1000, 9),
  );
  print(
    'x10 first hour',
    medianOf((c) => firstHour(c, 10)),
  );
  print(
    'x100 first hour',
    medianOf((c) => firstHour(c, 100)),
  );
  for (const r of [0.1, 0.01, 0.00001]) for (const b of [20, 50]) print(`/${1 / r} ${b}`, spacingsUntil(b, r));
  print('flap10', flappingShare(10));
  print('flap100', flappingShare(100));
  print(
    'sleep',
    medianOf((c) => {
      c.run([{ from: 0, rate: 0 }], c.now + 60 * HOUR);
      return firstHour(c, 1);
    }),
  );
  print(
    'sleep hour 2',
    medianOf((c) => {
      c.run([{ from: 0, rate: 0 }], c.now + 60 * HOUR);
      firstHour(c, 1);
      return firstHour(c, 1);
    }),
  );
  print(
    'hop hour',
    medianOf((c) => firstHour(c, 10000)),
  );
  for (const b of [1, 20, 50, 100, 200])
    print(
      `hop leave ${b}`,
      medianOf((c) => {
        firstHour(c, 10000);
        const s = c.now;
        return ((c.run([{ from: 0, rate: 1 }], Infinity, b).at(-1) as number) - s) / T;
      }),
    );
  print(
    'hop later rate',
    medianOf((c) => {
      firstHour(c, 10000);
      c.run([{ from: 0, rate: 1 }], Infinity, 300);
      return c.run([{ from: 0, rate: 1 }], c.now + 10 * HOUR).length / 600;
    }),
  );
  print(
    'hop day',
    medianOf((c) => {
      c.run([{ from: 0, rate: 10000 }], c.now + 24 * HOUR);
      const s = c.now;
      return ((c.run([{ from: 0, rate: 1 }], Infinity, 50).at(-1) as number) - s) / T;
    }),
  );
});
