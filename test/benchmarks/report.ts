import type { Benchmark, Measured } from './benchmark.ts';

/** What `--json` prints: one line. */
export function reportLine(bench: string, measured: Measured, machine: Readonly<Record<string, unknown>>): string {
  const round = (values: Readonly<Record<string, number | string>>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, rounded(value)]));
  return JSON.stringify({ bench, figures: round(measured.figures), ratios: round(measured.ratios), machine });
}

/** What people read. */
export function reportTable(
  bench: string,
  { title, wanted }: Benchmark,
  { figures, ratios }: Measured,
  machine: Readonly<Record<string, unknown>>,
): string {
  const rows = [
    ...Object.entries(figures).map(([name, value]) => [name, readable(value), '']),
    ...Object.entries(ratios).map(([name, value]) => [name, `${value.toFixed(2)} ×`, wanted[name] ?? '']),
  ];
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map(([name = '', value = '', wish = '']) =>
    `  ${name.padEnd(widths[0] ?? 0)}  ${value.padStart(widths[1] ?? 0)}${wish && `  (wanted: ${wish})`}`.trimEnd(),
  );
  return [`${bench}: ${title}`, ...lines, `  on ${Object.values(machine).join(', ')}`].join('\n');
}

/** Four significant digits: more would claim a precision that no machine has. */
function rounded(value: number | string): number | string {
  return typeof value === 'number' ? Number(value.toPrecision(4)) : value;
}

function readable(value: number | string): string {
  return typeof value === 'number' ? Number(rounded(value)).toLocaleString('en') : value;
}
