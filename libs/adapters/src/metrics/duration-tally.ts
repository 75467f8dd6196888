/** From an answer out of memory to a caller who waits for a block to be mined; in seconds. */
const BUCKETS_SECONDS = [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10];

/** One line of a histogram in Prometheus' text format. */
export interface HistogramSample {
  readonly metricName: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

/** How long things took, in buckets: two additions for each. */
export class DurationTally {
  /** How many ended in each bucket and not in a smaller one; the last is for all that took longer. */
  private readonly counts = new Array<number>(BUCKETS_SECONDS.length + 1).fill(0);
  private total = 0;

  add(seconds: number): void {
    let bucket = 0;
    while (bucket < BUCKETS_SECONDS.length && seconds > (BUCKETS_SECONDS[bucket] as number)) bucket++;
    this.counts[bucket] = (this.counts[bucket] as number) + 1;
    this.total += seconds;
  }

  reset(): void {
    this.counts.fill(0);
    this.total = 0;
  }

  /** The cumulative buckets, the sum and the count; nothing when nothing was added. */
  samples(name: string, labels: HistogramSample['labels']): HistogramSample[] {
    let count = 0;
    const buckets = this.counts.map((own, bucket) => {
      count += own;
      return {
        metricName: `${name}_bucket`,
        labels: { le: BUCKETS_SECONDS[bucket] ?? '+Inf', ...labels },
        value: count,
      };
    });
    if (count === 0) return [];
    return [
      ...buckets,
      { metricName: `${name}_sum`, labels, value: this.total },
      { metricName: `${name}_count`, labels, value: count },
    ];
  }
}
