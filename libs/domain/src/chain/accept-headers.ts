import type { Header } from '../block/header.ts';
import { type Clock, nowSeconds } from '../primitives/clock.port.ts';
import { acceptHeader } from './accept-header.ts';
import type { BlockRefusal } from './chain.errors.ts';
import type { ChainContext } from './chain-context.ts';
import type { ChainDraft } from './chain-draft.ts';
import type { HeaderEntry } from './header-entry.ts';

/** So many headers take some ten milliseconds; then the event loop gets its turn. */
const HEADERS_PER_TURN = 200;

/** The headers that found their place, in order, and what the first other one was refused for. */
export interface HeadersOutcome {
  readonly accepted: HeaderEntry[];
  readonly refusal: BlockRefusal | undefined;
}

/** Takes headers into the draft one after another; stops at the first that is refused. */
export async function acceptHeaders(
  draft: ChainDraft,
  headers: readonly Header[],
  context: ChainContext,
  clock: Clock,
): Promise<HeadersOutcome> {
  const accepted: HeaderEntry[] = [];
  for (const [index, header] of headers.entries()) {
    if (index > 0 && index % HEADERS_PER_TURN === 0) await clock.breathe();
    const result = await acceptHeader(draft, header, context, nowSeconds(clock));
    if (!result.ok) return { accepted, refusal: result.refusal };
    accepted.push(result.value);
  }
  return { accepted, refusal: undefined };
}
