import type { Header } from '../block/header.ts';
import { checkHeaderStructure } from '../block/structural-rules.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';
import type { BlockRefusal } from './chain.errors.ts';
import type { ChainContext } from './chain-context.ts';
import type { ChainDraft } from './chain-draft.ts';
import { checkHeaderContext, entryOf } from './header-context-rules.ts';
import type { HeaderEntry } from './header-entry.ts';

/**
 * Finds a header's place in the tree, after every rule that a header alone must pass. Nothing that fails is
 * remembered: to judge 80 bytes again costs less than to remember them.
 */
export async function acceptHeader(
  draft: ChainDraft,
  header: Header,
  context: ChainContext,
  now: number,
): Promise<Result<HeaderEntry, BlockRefusal>> {
  const known = await draft.find(header.hash);
  if (known !== undefined) {
    if (known.status !== 'invalid') return accepted(known);
    return refused({ code: 'block-known-invalid', hash: known.hash, invalidCode: known.invalidCode ?? 'unknown' });
  }
  const structure = checkHeaderStructure(header, context);
  if (structure !== undefined) return refused(structure);
  const { previousHash } = header;
  const parent = await draft.find(previousHash);
  if (parent === undefined) return refused({ code: 'block-previous-unknown', previousHash });
  const grandparent = parent.height === 0 ? undefined : await draft.find(parent.header.previousHash);
  const place = { parent, grandparent };
  const refusal = checkHeaderContext(header, place, context, now);
  if (refusal !== undefined) return refused(refusal);
  const entry = entryOf(header, place, context.difficulty);
  draft.put(entry);
  return accepted(entry);
}
