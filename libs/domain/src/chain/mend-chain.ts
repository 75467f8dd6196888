import type { Network } from '../network-params/network.ts';
import type { Clock } from '../primitives/clock.port.ts';
import type { Log } from '../primitives/log.port.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';
import { type ChainFault, describeChainFault } from './chain-fault.errors.ts';
import type { ChainStore } from './chain-store.port.ts';
import { type ChainReport, checkChain } from './check-chain.ts';
import { checkFoundation } from './check-foundation.ts';
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
  /** The store found its accounts not to be what it counted: they are made again from blocks. */
  readonly distrustAccounts?: boolean;
}

/** A store that does not agree with itself even after its repair. */
export interface UnmendableRefusal {
  readonly code: 'chain-unmendable';
  readonly faults: readonly ChainFault[];
}

/**
 * What every start does before the chain is opened: looks whether the newest blocks, the accounts they touched and the
 * sum of all balances agree, and whether the genesis block and the recent headers are there. Only when they do not, the whole chain is checked and repaired.
 */
export async function mendChain(dependencies: MendDependencies): Promise<Result<ChainRepair, UnmendableRefusal>> {
  const { store, network, clock, log, distrustAccounts = false } = dependencies;
  const { height, faults } = await checkAtStart(dependencies);
  if (faults.length === 0 && !distrustAccounts) return accepted({ kind: 'none', height, fetchFrom: undefined });
  const reason = { faults: told(faults), accounts: distrustAccounts ? 'not what was counted' : undefined };
  log.error('the store does not agree with itself: all of it is checked and repaired', reason);
  const whole = await checkChain(store, network, {
    clock,
    onProgress: (done, all) => {
      if (done % BLOCKS_PER_LOG_LINE === 0) log.info('the store is being checked', { done, all });
    },
  });
  // A header of a branch that makes no sense is no fault of the best chain, and goes with what is made anew.
  const takeApart = distrustAccounts || whole.faults.length === 0;
  const repair = await repairChain(store, network, whole, { clock, takeApart });
  const after = await checkAtStart(dependencies);
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

async function checkAtStart({
  store,
  network,
  clock,
}: MendDependencies): Promise<Pick<ChainReport, 'height' | 'faults'>> {
  const { height, faults } = await checkChain(store, network, { clock, depth: CHECKED_AT_START_BLOCKS });
  const foundation = height < 0 ? undefined : await checkFoundation(store, network, height);
  return { height, faults: foundation === undefined ? faults : [...faults, foundation] };
}

/** The first few, for a line of the log. */
function told(faults: readonly ChainFault[]): string {
  const sentences = faults.slice(0, MAX_TOLD_FAULTS).map((fault) => `${fault.code}: ${describeChainFault(fault)}`);
  return sentences.join(' ');
}
