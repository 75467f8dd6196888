import type { Block } from '../block/block.ts';
import { acceptHeader } from './accept-header.ts';
import { completedBy, hasBody, isBetter, withDescendants } from './candidates.ts';
import { type BlockRefusal, type ContextRefusal, judgementOf } from './chain.errors.ts';
import type { ChainContext } from './chain-context.ts';
import type { ChainDraft } from './chain-draft.ts';
import { DamagedBodyError } from './damaged-body-error.ts';
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
  /** See `prepareBlock`. */
  prepare(block: Block): Promise<BlockRefusal | undefined>;
  /** The next number in the order of arrival. */
  nextArrival(): number;
}

/**
 * Takes a block into the draft: its header, its body, and the best chain with it if it now has more work.
 * `preparation` is what `prepareBlock` said of it, or `known` where nobody asked because the body was here already;
 * `now` the local clock in seconds.
 */
export async function acceptBlock(
  draft: ChainDraft,
  block: Block,
  preparation: BlockRefusal | 'known' | undefined,
  now: number,
  dependencies: AcceptDependencies,
): Promise<BlockOutcome> {
  if (isOfDelivery(preparation)) return refusal(preparation);
  const header = await acceptHeader(draft, block.header, dependencies.context, now);
  if (!header.ok) return refusal(header.refusal);
  const entry = header.value;
  if (hasBody(entry)) return { kind: 'known', entry };
  // The body that was here has turned out damaged since.
  const prepared = preparation === 'known' ? await dependencies.prepare(block) : preparation;
  if (isOfDelivery(prepared)) return refusal(prepared);
  const broken = prepared ?? checkRewardHeight(block, entry.height);
  if (broken !== undefined) {
    markInvalid(draft, { entry, refusal: broken });
    return refusal(broken);
  }
  const arrived: HeaderEntry = { ...entry, status: 'body', arrival: dependencies.nextArrival() };
  draft.put(arrived);
  draft.putBody(block);
  const { failures } = await activateBest(draft, await completedBy(draft, arrived), dependencies);
  return outcomeOf(draft, arrived, failures);
}

function isOfDelivery(preparation: BlockRefusal | 'known' | undefined): preparation is BlockRefusal {
  return typeof preparation === 'object' && judgementOf(preparation) === 'delivery';
}

export function checkRewardHeight({ reward }: Block, expected: number): ContextRefusal | undefined {
  return reward.height === expected ? undefined : { code: 'reward-height', height: reward.height, expected };
}

/** What kept chains from being followed. */
export interface Activation {
  readonly failures: readonly BranchFailure[];
  /** A stored body on the way turned out lost or wrong. */
  readonly isDamaged: boolean;
}

/**
 * Follows the best of these complete chains that has more work than the tip. A chain that breaks a rule is marked
 * from the breach upwards and the next best is tried; so it is where a stored body is damaged, which from then on
 * counts as one that has still to come.
 */
export async function activateBest(
  draft: ChainDraft,
  candidates: readonly HeaderEntry[],
  dependencies: ConnectDependencies,
): Promise<Activation> {
  const failures: BranchFailure[] = [];
  let isDamaged = false;
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
    try {
      const failure = await reorganise(draft, candidate, dependencies);
      if (failure === undefined) break;
      markInvalid(draft, failure);
      failures.push(failure);
    } catch (error) {
      await askAgain(draft, error, dependencies);
      isDamaged = true;
    }
  }
  return { failures, isDamaged };
}

/** Forgets a damaged body of a branch. Throws the error on where it is another, or the body one of the best chain. */
async function askAgain(draft: ChainDraft, error: unknown, { log }: ConnectDependencies): Promise<void> {
  if (!(error instanceof DamagedBodyError)) throw error;
  const damaged = await draft.find(error.hash);
  if (damaged === undefined || (await draft.bestAt(damaged.height))?.hash === error.hash) throw error;
  log.error('a stored body is damaged and will be asked for again', { hash: error.hash, height: damaged.height });
  draft.put({ ...damaged, status: 'header', arrival: 0 });
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
