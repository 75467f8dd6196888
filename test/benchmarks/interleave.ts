import type { BenchmarkContext } from './benchmark.ts';

/** Measures once; gives a figure of which more is better, such as operations a second. */
export type Case = () => Promise<number>;

/** The figures of several cases, one per round, in the order of the rounds. */
export class Rounds<Name extends string> {
  constructor(private readonly figures: Readonly<Record<Name, readonly number[]>>) {}

  median(name: Name): number {
    return quantile(this.figures[name], 0.5);
  }

  /** Median of the ratios of neighbours: a machine that slows down half-way slows both sides of a round alike. */
  ratio(name: Name, reference: Name): number {
    const references = this.figures[reference];
    return quantile(
      this.figures[name].map((figure, round) => figure / (references[round] as number)),
      0.5,
    );
  }
}

/** Runs the cases in turn, every second round backwards, after one round that warms up and doesn't count. */
export async function interleave<Name extends string>(
  context: BenchmarkContext,
  cases: Readonly<Record<Name, Case>>,
): Promise<Rounds<Name>> {
  const names = Object.keys(cases) as Name[];
  const figures = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round <= context.rounds; round++) {
    const order = round % 2 === 0 ? names : names.toReversed();
    for (const [index, name] of order.entries()) {
      context.progress((round + index / names.length) / (context.rounds + 1), round === 0 ? 'warming up' : name);
      const figure = await cases[name]();
      if (round > 0) figures[name].push(figure);
    }
  }
  return new Rounds(figures);
}

/** The value below which that share of the values lies; of no values, NaN. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}
