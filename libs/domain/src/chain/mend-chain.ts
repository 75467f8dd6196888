import type { Network } from '../network-params/network.ts';
import type { Clock } from '../primitives/clock.port.ts';
import type { Log } from '../primitives/log.port.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';
import { type ChainFault, describeChainFault } from './chain-fault.errors.ts';
import type { ChainStore } from './chain-store.port.ts';
import { checkChain } from './check-chain.ts';
import { type ChainRepair, repairChain } from './repair-chain.ts';

/** Blocks that every start looks at: full ones take a second, and what a failing disk tears is what it wrote last. */
export const CHECKED_AT_START_BLOCKS = 32;
/** A check of a long chain tells how far it is this often. */
const BLOCKS_PER_LOG_LINE = 10_000;
/** A line of the log names so many faults. */
const MAX_TOLD_FAULTS = 5;

export interface MendDependencies {
  readonly store: ChainStore;
  readonly network: Network;
  readonly clock: Clock;
  readonly log: Log;
}

/** A store that does not agree with itself even after its repair. */
export interface UnmendableRefusal {
  readonly code: 'chain-unmendable';
  readonly faults: readonly ChainFault[];
}

/**
 * What every start does before the chain is opened: looks whether the newest blocks, the accounts they touched and the
 * sum of all balances agree. Only when they do not, the whole chain is checked and repaired.
 */
export async function mendChain(dependencies: MendDependencies): Promise<Result<ChainRepair, UnmendableRefusal>> {
  const { store, network, clock, log } = dependencies;
  const depth = CHECKED_AT_START_BLOCKS;
  const quick = await checkChain(store, network, { clock, depth });
  if (quick.faults.length === 0) return accepted({ kind: 'none', height: quick.height, fetchFrom: undefined });
  log.error('the store does not agree with itself: all of it is checked and repaired', { faults: told(quick.faults) });
  const whole = await checkChain(store, network, {
    clock,
    onProgress: (done, all) => {
      if (done % BLOCKS_PER_LOG_LINE === 0) log.info('the store is being checked', { done, all });
    },
  });
  const repair = await repairChain(store, network, whole, { clock });
  const after = await checkChain(store, network, { clock, depth });
  if (after.faults.length > 0) return refused({ code: 'chain-unmendable', faults: after.faults });
  log.warn('the store is repaired', {
    faults: told(whole.faults),
    count: whole.count,
    repair: repair.kind,
    height: repair.height,
    fetchFrom: repair.fetchFrom,
  });
  return accepted(repair);
}

/** The first few, for a line of the log. */
function told(faults: readonly ChainFault[]): string {
  const sentences = faults.slice(0, MAX_TOLD_FAULTS).map((fault) => `${fault.code}: ${describeChainFault(fault)}`);
  return sentences.join(' ');
}
