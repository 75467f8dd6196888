import fc from 'fast-check';
import { type Crumbs, crumbs } from '../primitives/crumbs.ts';
import { PRESETS } from './presets.ts';
import { type SubsidySchedule, subsidyAt, supplyOf, totalSubsidies } from './supply.ts';

const { mainnet } = PRESETS;

function schedule(initialSubsidy: number, halvingIntervalBlocks: number): SubsidySchedule {
  return { initialSubsidy: initialSubsidy as Crumbs, halvingIntervalBlocks };
}

const schedules = fc
  .tuple(fc.integer({ min: 0, max: 10_000_000 }), fc.integer({ min: 1, max: 40 }))
  .map(([subsidy, interval]) => schedule(subsidy, interval));

describe('the subsidy', () => {
  it('halves every 210,000 blocks on mainnet, counted in whole crumbs', () => {
    expect(subsidyAt(mainnet, 1)).toBe(5_000_000_000);
    expect(subsidyAt(mainnet, 209_999)).toBe(5_000_000_000);
    expect(subsidyAt(mainnet, 210_000)).toBe(2_500_000_000);
    expect(subsidyAt(mainnet, 9 * 210_000)).toBe(9_765_625);
    expect(subsidyAt(mainnet, 10 * 210_000)).toBe(4_882_812);
    expect(subsidyAt(mainnet, 32 * 210_000)).toBe(1);
    expect(subsidyAt(mainnet, 33 * 210_000)).toBe(0);
  });

  it('stays 0 where a shift of 32 or 64 bits would bring it back', () => {
    for (const era of [64, 65, 1074, 1100, 20_452]) expect(subsidyAt(mainnet, era * 210_000)).toBe(0);
    expect(subsidyAt(schedule(Number.MAX_SAFE_INTEGER, 1), 52)).toBe(1);
    expect(subsidyAt(schedule(Number.MAX_SAFE_INTEGER, 1), 53)).toBe(0);
  });

  it('of the genesis block is nothing', () => {
    expect(subsidyAt(mainnet, 0)).toBe(0);
  });

  it('is the exact quotient of whole-number division', () => {
    const subsidies = fc.maxSafeNat();
    fc.assert(
      fc.property(subsidies, fc.integer({ min: 1, max: 100 }), (initial, era) => {
        return BigInt(subsidyAt(schedule(initial, 7), era * 7)) === BigInt(initial) / 2n ** BigInt(era);
      }),
    );
  });

  it('sums up, block by block, to the closed form', () => {
    fc.assert(
      fc.property(schedules, fc.integer({ min: 0, max: 1_500 }), (each, height) => {
        let sum = 0n;
        for (let h = 1; h <= height; h++) sum += BigInt(subsidyAt(each, h));
        return totalSubsidies(each, height) === sum;
      }),
    );
  });

  it('grows the total by itself at every height', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 0xffff_ffff }), (height) => {
        const grown = totalSubsidies(mainnet, height) - totalSubsidies(mainnet, height - 1);
        return grown === BigInt(subsidyAt(mainnet, height));
      }),
    );
  });
});

describe('the supply', () => {
  it('of mainnet is just below 21 million cheesecoin', () => {
    expect(supplyOf(mainnet)).toBe(2_099_994_997_690_000n);
  });

  it('is what every subsidy and allocation make together, and is never reached before', () => {
    fc.assert(
      fc.property(schedules, fc.array(fc.integer({ min: 1, max: 1_000 }), { maxLength: 5 }), (each, amounts) => {
        const allocations = amounts.map((amount) => ({ address: '', amount: crumbs(amount) }));
        const allocated = BigInt(amounts.reduce((sum, amount) => sum + amount, 0));
        const total = supplyOf({ ...each, allocations });
        expect(total).toBe(allocated + totalSubsidies(each, 60 * each.halvingIntervalBlocks));
        // Σ over eras of interval × floor(s / 2^era), without the genesis block, is below 2 × interval × s.
        expect(total - allocated <= 2n * BigInt(each.initialSubsidy) * BigInt(each.halvingIntervalBlocks)).toBe(true);
      }),
    );
  });
});
