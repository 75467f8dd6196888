import type { Block } from '../block/block.ts';
import { accountsTouched, connectBlock, type MaturedReward } from '../ledger/connect-block.ts';
import type { AccountStates, LedgerView } from '../ledger/ledger-view.ts';
import { decodeUndo, disconnectBlock, encodeUndo } from '../ledger/undo.ts';
import type { Crumbs } from '../primitives/crumbs.ts';
import { invariant } from '../primitives/invariant.ts';
import type { Log } from '../primitives/log.port.ts';
import type { AccountId } from '../transaction/account.ts';
import type { BlockRefusal } from './chain.errors.ts';
import type { ChainDraft, DisconnectedBlock } from './chain-draft.ts';
import type { ConnectedBlock } from './chain-store.port.ts';
import type { HeaderEntry } from './header-entry.ts';

/** What connecting blocks needs beside the draft. */
export interface ConnectDependencies {
  accounts(accounts: readonly AccountId[]): Promise<AccountStates>;
  subsidyAt(height: number): Crumbs;
  readonly rewardMaturityBlocks: number;
  /** Lets other work of the event loop run between two blocks of a long branch. */
  breathe(): Promise<void>;
  /** No reorganisation undoes blocks below this height: how to is not known any more. */
  undoBelow(): number;
  readonly log: Log;
}

/** The block at which a branch broke a rule, and the rule. */
export interface BranchFailure {
  readonly entry: HeaderEntry;
  readonly refusal: BlockRefusal;
}

/**
 * Makes the candidate the draft's tip: undoes blocks down to where its branch leaves the best chain, then connects
 * the branch. All of it, or the draft stays as it was and the failure says which block broke which rule.
 */
export async function reorganise(
  draft: ChainDraft,
  candidate: HeaderEntry,
  dependencies: ConnectDependencies,
): Promise<BranchFailure | undefined> {
  const branch = await branchOf(draft, candidate);
  const forkHeight = candidate.height - branch.length;
  const view = draft.view.fork();
  const removed = await undoDownTo(draft, view, forkHeight, dependencies);
  const added: ConnectedBlock[] = [];
  for (const entry of branch) {
    const block = await draft.block(entry.hash);
    const matured = await maturedReward(draft, added, forkHeight, entry, block, dependencies.rewardMaturityBlocks);
    await load(view, accountsTouched(block, matured), dependencies);
    const subsidy = dependencies.subsidyAt(entry.height);
    const undo = connectBlock(view, block, { subsidy, matured });
    if (!undo.ok) return { entry, refusal: undo.refusal };
    added.push({ entry: { ...entry, status: 'connected' }, block, undo: encodeUndo(undo.value) });
    if (branch.length > 1) await dependencies.breathe();
  }
  draft.apply(removed, added, view);
  return undefined;
}

/** The blocks from above the fork point up to the candidate, lowest first. */
export async function branchOf(draft: ChainDraft, candidate: HeaderEntry): Promise<HeaderEntry[]> {
  const branch: HeaderEntry[] = [];
  let cursor = candidate;
  while ((await draft.bestAt(cursor.height))?.hash !== cursor.hash) {
    branch.push(cursor);
    const previous = await draft.find(cursor.header.previousHash);
    invariant(previous !== undefined, 'every entry stands on a known one');
    cursor = previous;
  }
  return branch.reverse();
}

async function undoDownTo(
  draft: ChainDraft,
  view: LedgerView,
  forkHeight: number,
  dependencies: ConnectDependencies,
): Promise<DisconnectedBlock[]> {
  const removed: DisconnectedBlock[] = [];
  for (let height = draft.tip.height; height > forkHeight; height--) {
    const entry = await draft.bestAt(height);
    invariant(entry !== undefined, 'the best chain has every height up to its tip');
    const undo = decodeUndo(await draft.undo(entry.hash));
    await load(view, undo.keys(), dependencies);
    disconnectBlock(view, undo);
    removed.push({ entry, block: await draft.block(entry.hash) });
    await dependencies.breathe();
  }
  return removed;
}

/** The reward credited at this block: that of its own ancestor `maturity` blocks before, genesis excepted. */
async function maturedReward(
  draft: ChainDraft,
  added: readonly ConnectedBlock[],
  forkHeight: number,
  entry: HeaderEntry,
  block: Block,
  maturity: number,
): Promise<MaturedReward | undefined> {
  const height = entry.height - maturity;
  if (height < 1) return undefined;
  if (maturity === 0) return block.reward;
  const onBranch = added[height - forkHeight - 1];
  if (onBranch !== undefined) return onBranch.block.reward;
  const ancestor = await draft.bestAt(height);
  invariant(ancestor !== undefined, 'the best chain has every height up to the fork point');
  return draft.reward(ancestor.hash);
}

async function load(view: LedgerView, accounts: Iterable<AccountId>, dependencies: ConnectDependencies): Promise<void> {
  const missing = view.missing(accounts);
  if (missing.length > 0) view.load(await dependencies.accounts(missing));
}
