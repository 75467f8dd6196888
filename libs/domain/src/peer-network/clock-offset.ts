/** Latest blocks that count: enough that some of them lie about their time without moving the median. */
const MAX_SAMPLES = 11;
/** Fewer say nothing. */
const MIN_SAMPLES = 3;

/**
 * How far this machine's clock is from those of the network's miners, told from blocks that came fresh from peers: the
 * median of our time minus theirs. Positive: ours is ahead, or blocks are old when they are found, which is usual by as
 * much as a miner keeps its header unchanged. For people who look after a node; no rule depends on it.
 */
export class ClockOffset {
  private readonly samples: number[] = [];

  /** A block that was news came, `seconds` after the time in its header. */
  note(seconds: number): void {
    this.samples.push(seconds);
    if (this.samples.length > MAX_SAMPLES) this.samples.shift();
  }

  /** Undefined while too few blocks came. */
  get seconds(): number | undefined {
    if (this.samples.length < MIN_SAMPLES) return undefined;
    return this.samples.toSorted((left, right) => left - right)[this.samples.length >> 1];
  }
}
