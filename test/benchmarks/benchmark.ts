/** What a benchmark measured: plain figures, with their unit in the name, and ratios to a reference of the same run. */
export interface Measured {
  readonly figures: Readonly<Record<string, number | string>>;
  readonly ratios: Readonly<Record<string, number>>;
}

export interface BenchmarkContext {
  /** How often each case is measured; medians are taken over these. */
  readonly rounds: number;
  /** Tells how far the work is, 0 … 1. */
  progress(done: number, label: string): void;
}

/**
 * One benchmark: the export `benchmark` of `NAME.bench.ts`. It measures its reference in the same run, round by round
 * beside what it is compared with, and asserts nothing.
 */
export interface Benchmark {
  /** One line for people. */
  readonly title: string;
  /** What is wanted of each ratio: shown beside it. */
  readonly wanted: Readonly<Record<string, string>>;
  run(context: BenchmarkContext): Promise<Measured>;
}
