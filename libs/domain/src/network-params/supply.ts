import { type Crumbs, crumbs } from '../primitives/crumbs.ts';
import type { NetworkParameters } from './network-parameters.ts';

export type SubsidySchedule = Pick<NetworkParameters, 'initialSubsidy' | 'halvingIntervalBlocks'>;

/**
 * What the block at this height creates: floor(initialSubsidy / 2^floor(height / halvingInterval)), 0 once below 1,
 * and 0 for the genesis block. By division: JavaScript's shifts are of 32 bits and would bring the subsidy back.
 */
export function subsidyAt(schedule: SubsidySchedule, height: number): Crumbs {
  if (height === 0) return crumbs(0);
  return subsidyOfEra(schedule, Math.floor(height / schedule.halvingIntervalBlocks));
}

/** Σ subsidies(1 … height), in at most 54 steps whatever the height. Exact. */
export function totalSubsidies(schedule: SubsidySchedule, height: number): bigint {
  const lastEra = Math.floor(height / schedule.halvingIntervalBlocks);
  let total = 0n;
  for (let era = 0; era <= lastEra; era++) {
    const subsidy = subsidyOfEra(schedule, era);
    if (subsidy === 0) break;
    const first = Math.max(1, era * schedule.halvingIntervalBlocks);
    const last = Math.min(height, (era + 1) * schedule.halvingIntervalBlocks - 1);
    total += BigInt(subsidy) * BigInt(last - first + 1);
  }
  return total;
}

/** All the money there will ever be: the allocations and every subsidy until they end. May exceed what is allowed. */
export function supplyOf(parameters: Pick<NetworkParameters, 'allocations'> & SubsidySchedule): bigint {
  const allocated = parameters.allocations.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
  return allocated + totalSubsidies(parameters, Number.MAX_SAFE_INTEGER);
}

/** Dividing by a power of two is exact in floating point, so the floor is that of the true quotient. */
function subsidyOfEra({ initialSubsidy }: SubsidySchedule, era: number): Crumbs {
  return crumbs(Math.floor(initialSubsidy / 2 ** era));
}
