import type { Log } from '../primitives/log.port.ts';
import { type AcceptDependencies, activateBest } from './accept-block.ts';
import { hasBody, isBetter, isComplete } from './candidates.ts';
import type { ChainDraft } from './chain-draft.ts';
import type { ChainWrite } from './chain-store.port.ts';
import { DamagedBodyError } from './damaged-body-error.ts';
import type { HeaderEntry } from './header-entry.ts';
import { branchOf } from './reorganise.ts';

/** How often a long way is told of. */
const BLOCKS_PER_LOG_LINE = 1_000;

/** What resuming needs of the chain that is being opened. */
export interface Resuming {
  readonly acceptance: AcceptDependencies;
  readonly log: Log;
  /** Entries in memory. */
  entries(): Iterable<HeaderEntry>;
  newDraft(): ChainDraft;
  commit(draft: ChainDraft, durability: ChainWrite['durability']): Promise<void>;
}

/**
 * After a start: follows better chains whose bodies are all here, as a crash or a repair leaves them, a few blocks to
 * a write. A body that turns out damaged on the way is asked for again like one that never came.
 */
export async function resumeChain(resuming: Resuming): Promise<void> {
  while (await connectWindow(resuming));
}

/** Connects the best chain that the headers in memory lead to. True when anything changed. */
async function connectWindow(resuming: Resuming): Promise<boolean> {
  const draft = resuming.newDraft();
  const better = [...resuming.entries()].filter((entry) => entry.totalWork > draft.tip.totalWork && hasBody(entry));
  const complete: HeaderEntry[] = [];
  // Lowest first: each vouches for the next.
  for (const entry of better.sort((left, right) => left.height - right.height)) {
    if (!(await isComplete(draft, entry))) continue;
    draft.noteComplete(entry.hash);
    complete.push(entry);
  }
  for (const candidate of complete.sort((left, right) => (isBetter(left, right) ? -1 : 1))) {
    if (await connectUpTo(resuming, candidate)) return true;
  }
  return false;
}

async function connectUpTo(resuming: Resuming, candidate: HeaderEntry): Promise<boolean> {
  let draft = resuming.newDraft();
  let changed = false;
  const branch = await branchOf(draft, candidate);
  for (const [index, entry] of branch.entries()) {
    const failures = await connect(resuming, draft, entry);
    const isOver = failures > 0 || index === branch.length - 1;
    if (!isOver && !draft.isFull) continue;
    changed ||= !draft.isEmpty;
    await resuming.commit(draft, isOver ? 'full' : 'normal');
    if (isOver) return changed;
    draft = resuming.newDraft();
    await resuming.acceptance.breathe();
  }
  return changed;
}

/** Connects the block and those below it if they have more work now. Gives how many turned out wrong. */
async function connect({ acceptance, log }: Resuming, draft: ChainDraft, entry: HeaderEntry): Promise<number> {
  try {
    if (entry.height % BLOCKS_PER_LOG_LINE === 0)
      log.info('stored blocks are being connected', { height: entry.height });
    const { failures, isDamaged } = await activateBest(draft, [entry], acceptance);
    return failures.length + (isDamaged ? 1 : 0);
  } catch (error) {
    if (!(error instanceof DamagedBodyError)) throw error;
    const damaged = await draft.find(error.hash);
    if (damaged === undefined) throw error;
    log.error('a stored body is damaged and will be asked for again', { hash: error.hash, height: damaged.height });
    draft.put({ ...damaged, status: 'header', arrival: 0 });
    return 1;
  }
}
