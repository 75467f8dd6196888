import type { Sync } from '#domain/peer-network/sync';
import { Readiness } from './health.controller.ts';

/** A tip further behind the chain that is followed than this is not yet worth asking. */
const MAX_BLOCKS_BEHIND = 2;

/**
 * Ready: the tip is close to the chain that is being fetched. Not the best known header: whoever gives out headers and
 * never their blocks would keep a peer unready for ever, while a chain that nobody gives is soon no longer followed.
 * Lacking peers or trackers does not make a peer unready.
 */
export class NodeReadiness extends Readiness {
  constructor(private readonly sync: Pick<Sync, 'behindBlocks'>) {
    super();
  }

  check(): string | undefined {
    const behind = this.sync.behindBlocks;
    return behind > MAX_BLOCKS_BEHIND ? `catching up: ${behind} blocks behind` : undefined;
  }
}
