/** How much of the measured speed is the latest answer's: a pause is forgiven, a change is noticed. */
const LATEST_WEIGHT = 0.4;

/** How fast a peer gives what it is asked for, as far as it has shown. */
export class Throughput {
  private measured: number | undefined;

  /** Bytes a millisecond; 0 before the first answer. */
  get bytesPerMs(): number {
    return this.measured ?? 0;
  }

  /** It has given something. */
  get isProven(): boolean {
    return this.measured !== undefined;
  }

  measure(bytes: number, tookMs: number): void {
    const latest = bytes / Math.max(1, tookMs);
    const before = this.measured ?? latest;
    this.measured = latest * LATEST_WEIGHT + before * (1 - LATEST_WEIGHT);
  }
}
