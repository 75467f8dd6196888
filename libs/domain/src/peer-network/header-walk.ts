import type { Header } from '../block/header.ts';
import { checkHeaderStructure } from '../block/structural-rules.ts';
import type { BlockRefusal } from '../chain/chain.errors.ts';
import type { Chain } from '../chain/chain.ts';
import { type ChainContext, chainContextOf } from '../chain/chain-context.ts';
import { checkHeaderContext, entryOf, type HeaderPlace } from '../chain/header-context-rules.ts';
import type { HeaderEntry } from '../chain/header-entry.ts';
import { targetOf } from '../chain/target.ts';
import { workOf } from '../chain/work.ts';
import type { Hash } from '../primitives/hash.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';

/** Two hours and a half of mainnet: forks that honest peers may be on are within it, all others must claim more. */
export const LOW_WORK_MARGIN_BLOCKS = 144n;

/**
 * Work that a chain must claim before anything of it is stored: headers that can't win cost an attacker more than us.
 * The network's own minimum, or our tip's less {@link LOW_WORK_MARGIN_BLOCKS} like it, whichever is more.
 */
export function requiredWork({ network, tip }: Chain): bigint {
  const margin = LOW_WORK_MARGIN_BLOCKS * workOf(targetOf(tip.header.bits));
  const nearTip = tip.totalWork - margin;
  return nearTip > network.minimumChainWork ? nearTip : network.minimumChainWork;
}

/** Judges headers one on top of the other by every rule a header alone must pass, and stores none of them. */
export class HeaderWalk {
  private constructor(
    private readonly context: ChainContext,
    private place: HeaderPlace,
  ) {}

  /** Begins on top of a known block; undefined when it is not known. */
  static async from(chain: Chain, hash: Hash): Promise<HeaderWalk | undefined> {
    const parent = await chain.find(hash);
    if (parent === undefined) return undefined;
    const grandparent = parent.height === 0 ? undefined : await chain.find(parent.header.previousHash);
    return new HeaderWalk(chainContextOf(chain.network), { parent, grandparent });
  }

  /** Where it stands: the block it began on, or the last header taken. */
  get last(): HeaderEntry {
    return this.place.parent;
  }

  /** Takes the next header, which must stand on {@link last}. `now` is the local clock in seconds. */
  take(header: Header, now: number): Result<HeaderEntry, BlockRefusal> {
    const { previousHash } = header;
    if (previousHash !== this.last.hash) return refused({ code: 'block-previous-unknown', previousHash });
    const refusal =
      checkHeaderStructure(header, this.context) ?? checkHeaderContext(header, this.place, this.context, now);
    if (refusal !== undefined) return refused(refusal);
    const entry = entryOf(header, this.place, this.context.difficulty);
    this.place = { parent: entry, grandparent: this.place.parent };
    return accepted(entry);
  }
}
