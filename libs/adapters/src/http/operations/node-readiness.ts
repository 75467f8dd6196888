import type { FullNode } from '#domain/node/full-node';
import { Readiness } from './health.controller.ts';

/** A tip further behind the best known header than this is not yet worth asking. */
const MAX_BLOCKS_BEHIND = 2;

/** Ready: the tip is close to the best known header. Lacking peers or trackers does not make a peer unready. */
export class NodeReadiness extends Readiness {
  constructor(private readonly node: FullNode) {
    super();
  }

  check(): string | undefined {
    const { tip, bestHeader } = this.node.chain;
    const behind = bestHeader.height - tip.height;
    return behind > MAX_BLOCKS_BEHIND ? `catching up: ${behind} blocks behind` : undefined;
  }
}
