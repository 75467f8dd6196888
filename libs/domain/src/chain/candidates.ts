import type { ChainDraft } from './chain-draft.ts';
import type { HeaderEntry } from './header-entry.ts';

/** Has the block's whole body come, and did it break no rule? */
export function hasBody({ status }: HeaderEntry): boolean {
  return status === 'body' || status === 'connected';
}

/** True when chain `left` is to be preferred: more work, or the same and its last body came first. */
export function isBetter(left: HeaderEntry, right: HeaderEntry): boolean {
  if (left.totalWork !== right.totalWork) return left.totalWork > right.totalWork;
  return left.arrival < right.arrival;
}

/** Connecting more at once would hold too many blocks in memory: as many as synchronisation fetches ahead. */
export const MAX_COMPLETED_BLOCKS = 512;

/**
 * The block and all above it whose bodies are here without a gap: the chains that this block's body completes. None
 * when a body below it, down to the best chain, is still missing. Of very many the lowest, and a note of the rest.
 */
export async function completedBy(draft: ChainDraft, entry: HeaderEntry): Promise<HeaderEntry[]> {
  if (!(await isComplete(draft, entry))) return [];
  const completed = [entry];
  for (let i = 0; i < completed.length; i++) {
    const { hash } = completed[i] as HeaderEntry;
    draft.noteComplete(hash);
    if (completed.length < MAX_COMPLETED_BLOCKS) completed.push(...draft.childrenOf(hash).filter(hasBody));
    else draft.noteRest();
  }
  return completed;
}

/**
 * Are the bodies of the block and of all below it here? One that was found so, or connected once, vouches for those
 * below, or each block of a long side branch would walk all the way down again.
 */
export async function isComplete(draft: ChainDraft, entry: HeaderEntry): Promise<boolean> {
  let cursor: HeaderEntry | undefined = entry;
  while (cursor !== undefined && cursor.status !== 'connected') {
    if (!hasBody(cursor)) return false;
    if (draft.isKnownComplete(cursor.hash)) return true;
    cursor = await draft.find(cursor.header.previousHash);
  }
  return cursor !== undefined;
}

/** The block and every known one above it, for a verdict that passes on to descendants. */
export function withDescendants(draft: ChainDraft, entry: HeaderEntry): HeaderEntry[] {
  const branch = [entry];
  for (let i = 0; i < branch.length; i++) branch.push(...draft.childrenOf((branch[i] as HeaderEntry).hash));
  return branch;
}
