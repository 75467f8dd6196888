import type { Block } from '../block/block.ts';
import { acceptHeader } from './accept-header.ts';
import { completedBy, hasBody, isBetter, withDescendants } from './candidates.ts';
import { type BlockRefusal, type ContextRefusal, judgementOf } from './chain.errors.ts';
import type { ChainContext } from './chain-context.ts';
import type { ChainDraft } from './chain-draft.ts';
import type { HeaderEntry } from './header-entry.ts';
import { type BranchFailure, branchOf, type ConnectDependencies, reorganise } from './reorganise.ts';

/**
 * What became of a block: `connected`: it is part of the best chain; `stored`: good so far, on a branch with less
 * work or above a body that is still missing; `known`: it was here before.
 */
export type BlockOutcome =
  | { readonly kind: 'connected' | 'stored' | 'known'; readonly entry: HeaderEntry }
  | { readonly kind: 'refused'; readonly refusal: BlockRefusal };

export interface AcceptDependencies extends ConnectDependencies {
  readonly context: ChainContext;
  /** The next number in the order of arrival. */
  nextArrival(): number;
}

/**
 * Takes a block into the draft: its header, its body, and the best chain with it if it now has more work.
 * `preparation` is what `prepareBlock` said of it, `now` the local clock in seconds.
 */
export async function acceptBlock(
  draft: ChainDraft,
  block: Block,
  preparation: BlockRefusal | undefined,
  now: number,
  dependencies: AcceptDependencies,
): Promise<BlockOutcome> {
  if (preparation !== undefined && judgementOf(preparation) === 'delivery') return refusal(preparation);
  const header = await acceptHeader(draft, block.header, dependencies.context, now);
  if (!header.ok) return refusal(header.refusal);
  const entry = header.value;
  if (hasBody(entry)) return { kind: 'known', entry };
  const broken = preparation ?? checkRewardHeight(block, entry.height);
  if (broken !== undefined) {
    markInvalid(draft, { entry, refusal: broken });
    return refusal(broken);
  }
  const arrived: HeaderEntry = { ...entry, status: 'body', arrival: dependencies.nextArrival() };
  draft.put(arrived);
  draft.putBody(block);
  const failures = await activateBest(draft, await completedBy(draft, arrived), dependencies);
  return outcomeOf(draft, arrived, failures);
}

export function checkRewardHeight({ reward }: Block, expected: number): ContextRefusal | undefined {
  return reward.height === expected ? undefined : { code: 'reward-height', height: reward.height, expected };
}

/**
 * Follows the best of these complete chains that has more work than the tip. A chain that breaks a rule is marked
 * from the breach upwards and the next best is tried.
 */
export async function activateBest(
  draft: ChainDraft,
  candidates: readonly HeaderEntry[],
  dependencies: ConnectDependencies,
): Promise<BranchFailure[]> {
  const failures: BranchFailure[] = [];
  const ordered = [...candidates].sort((left, right) => (isBetter(left, right) ? -1 : 1));
  for (const { hash } of ordered) {
    const candidate = await draft.find(hash);
    if (candidate === undefined || !hasBody(candidate)) continue;
    if (candidate.totalWork <= draft.tip.totalWork) break;
    if (await isOutOfReach(draft, candidate, dependencies.undoBelow())) {
      const { height } = candidate;
      dependencies.log.error('a better chain is not followed: it leaves ours below what was pruned', { hash, height });
      continue;
    }
    const failure = await reorganise(draft, candidate, dependencies);
    if (failure === undefined) break;
    markInvalid(draft, failure);
    failures.push(failure);
  }
  return failures;
}

/** Does the candidate's branch begin so low that what would have to be undone no longer can? */
async function isOutOfReach(draft: ChainDraft, candidate: HeaderEntry, undoBelow: number): Promise<boolean> {
  if (undoBelow === 0) return false;
  const [lowest] = await branchOf(draft, candidate);
  return lowest !== undefined && lowest.height < undoBelow && lowest.height <= draft.tip.height;
}

/** A block that broke a rule stays refused, and with it everything that stands on it. */
function markInvalid(draft: ChainDraft, { entry, refusal: { code } }: BranchFailure): void {
  for (const known of withDescendants(draft, entry)) draft.put({ ...known, status: 'invalid', invalidCode: code });
}

async function outcomeOf(
  draft: ChainDraft,
  arrived: HeaderEntry,
  failures: readonly BranchFailure[],
): Promise<BlockOutcome> {
  const own = failures.find((failure) => failure.entry.hash === arrived.hash);
  if (own !== undefined) return refusal(own.refusal);
  const entry = (await draft.find(arrived.hash)) ?? arrived;
  if (entry.status === 'invalid') {
    const { previousHash } = entry.header;
    return refusal({ code: 'block-previous-invalid', previousHash, invalidCode: entry.invalidCode ?? 'unknown' });
  }
  const onBestChain = (await draft.bestAt(entry.height))?.hash === entry.hash;
  return { kind: onBestChain ? 'connected' : 'stored', entry };
}

function refusal(reason: BlockRefusal): BlockOutcome {
  return { kind: 'refused', refusal: reason };
}
