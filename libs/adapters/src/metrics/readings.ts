import { Counter, Gauge, type Registry } from 'prom-client';

/** Values by label, or a single one. */
type Reading = number | readonly (readonly [labels: Readonly<Record<string, string>>, value: number])[];

export interface ReadMetric {
  readonly name: string;
  readonly help: string;
  readonly labelNames?: readonly string[];
  /** Called when somebody scrapes. */
  readonly read: () => Reading;
}

/** Figures that go up and down. */
export function addGauges(registry: Registry, metrics: readonly ReadMetric[]): void {
  for (const { name, help, labelNames = [], read } of metrics) {
    new Gauge({
      name,
      help,
      labelNames,
      registers: [registry],
      collect() {
        this.reset();
        for (const [labels, value] of valuesOf(read())) this.set(labels, value);
      },
    });
  }
}

/** Figures that only rise while the program runs, counted elsewhere: their names end in `_total`. */
export function addCounters(registry: Registry, metrics: readonly ReadMetric[]): void {
  for (const { name, help, labelNames = [], read } of metrics) {
    new Counter({
      name,
      help,
      labelNames,
      registers: [registry],
      collect() {
        this.reset();
        for (const [labels, value] of valuesOf(read())) this.inc(labels, value);
      },
    });
  }
}

function valuesOf(reading: Reading) {
  return typeof reading === 'number' ? [[{}, reading] as const] : reading;
}
