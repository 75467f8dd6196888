import { readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { useFastHashes } from '#adapters/kernel/fast-hashes';
import { SILENT_LOG } from '#domain/primitives/log.port';
import type { Benchmark } from './benchmark.ts';
import { machine } from './machine.ts';
import { ProgressBar } from './progress-bar.ts';
import { reportLine, reportTable } from './report.ts';

const DEFAULT_ROUNDS = 7;

/** A median of more rounds is no better, and nobody waits so long. */
const MAX_ROUNDS = 100;

const SUFFIX = '.bench.js';

/**
 * `npm run bench -- NAME [--json] [--rounds N]`: runs one benchmark and prints its figures.
 * Gives the exit code: 0 when it has run, whatever it measured; 1 when it failed; 2 for a wrong command line.
 */
export async function main(args: readonly string[]): Promise<number> {
  const names = benchmarkNames();
  const call = readCall(args, names);
  if (call === undefined) {
    process.stderr.write(`usage: npm run bench -- ${names.join('|')} [--json] [--rounds 1…${MAX_ROUNDS}]\n`);
    return 2;
  }
  useFastHashes(SILENT_LOG);
  const { benchmark } = (await import(`./${call.name}${SUFFIX}`)) as { benchmark: Benchmark };
  const bar = new ProgressBar();
  const progress = (done: number, label: string) => bar.show(done, label);
  const measured = await benchmark.run({ rounds: call.rounds, progress }).finally(() => bar.clear());
  const text = call.json
    ? reportLine(call.name, measured, machine())
    : reportTable(call.name, benchmark, measured, machine());
  process.stdout.write(`${text}\n`);
  return 0;
}

/** Every `NAME.bench.ts` beside this file is a benchmark. */
function benchmarkNames(): string[] {
  return readdirSync(new URL('.', import.meta.url))
    .filter((file) => file.endsWith(SUFFIX))
    .map((file) => file.slice(0, -SUFFIX.length))
    .sort();
}

function readCall(
  args: readonly string[],
  names: readonly string[],
): { readonly name: string; readonly json: boolean; readonly rounds: number } | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false }, rounds: { type: 'string' } },
    });
    const [name, ...more] = positionals;
    const rounds = values.rounds === undefined ? DEFAULT_ROUNDS : Number(values.rounds);
    if (name === undefined || more.length > 0 || !names.includes(name)) return undefined;
    if (!Number.isInteger(rounds) || rounds < 1 || rounds > MAX_ROUNDS) return undefined;
    return { name, json: values.json, rounds };
  } catch {
    return undefined;
  }
}
