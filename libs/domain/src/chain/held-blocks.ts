import type { Block } from '../block/block.ts';
import type { Clock, Timer } from '../primitives/clock.port.ts';
import type { Hash } from '../primitives/hash.ts';
import type { Log } from '../primitives/log.port.ts';

/** More blocks than an honest network makes within its drift; a block costs work, so nobody fills it for nothing. */
export const MAX_HELD_BLOCKS = 32;

/** Blocks from a little too far ahead in time, each tried again when the clock has come near. */
export class HeldBlocks {
  private readonly held = new Map<Hash, Timer>();
  private closed = false;

  constructor(
    private readonly clock: Clock,
    private readonly log: Pick<Log, 'error'>,
    private readonly accept: (block: Block) => Promise<unknown>,
  ) {}

  get size(): number {
    return this.held.size;
  }

  /** Holds a block until its time is at most `driftSeconds` ahead; drops it when too many are held. */
  hold(block: Block, driftSeconds: number): void {
    if (this.closed || this.held.has(block.hash) || this.held.size >= MAX_HELD_BLOCKS) return;
    const delayMs = (block.header.timestamp - driftSeconds) * 1000 - this.clock.nowMs();
    // A timestamp years ahead is no clock's error: nothing waits that long.
    if (delayMs > driftSeconds * 1000) return;
    const timer = this.clock.setTimer(Math.max(0, delayMs), () => {
      this.held.delete(block.hash);
      this.retry(block);
    });
    this.held.set(block.hash, timer);
  }

  /** Drops all that are held, and holds no more. */
  close(): void {
    this.closed = true;
    for (const timer of this.held.values()) timer.cancel();
    this.held.clear();
  }

  private retry(block: Block): void {
    this.accept(block).catch((error: unknown) => {
      this.log.error('a held block could not be taken', { hash: block.hash, error: String(error) });
    });
  }
}
