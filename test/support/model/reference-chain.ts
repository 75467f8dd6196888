import type { Hash } from '#domain/primitives/hash';
import type { WorldBlock } from './block-world.ts';

/**
 * Which chain is best, in the plainest form: of all good blocks whose path has been delivered whole, the one with the
 * most work; of equals the one that was the best already, else the one that came first. Bad blocks are never looked
 * at, so it needs no idea of when a node finds them out.
 */
export class ReferenceChain {
  best: WorldBlock | undefined;
  private readonly headers = new Set<Hash>();
  private readonly bodies = new Map<Hash, WorldBlock>();

  /** A header came; it counts when the one below is known. */
  learnHeader({ block, path, state }: WorldBlock): boolean {
    const below = path.at(-2);
    if (state === undefined || (below !== undefined && !this.headers.has(below.block.hash))) return false;
    this.headers.add(block.hash);
    return true;
  }

  /** A whole block came. */
  learnBlock(given: WorldBlock): void {
    if (!this.learnHeader(given)) return;
    if (!this.bodies.has(given.block.hash)) this.bodies.set(given.block.hash, given);
    // In the order in which they came: a later one of the same work does not replace an earlier one.
    for (const candidate of this.bodies.values()) {
      const isComplete = candidate.path.every(({ block }) => this.bodies.has(block.hash));
      if (isComplete && candidate.work > (this.best?.work ?? 0n)) this.best = candidate;
    }
  }
}
