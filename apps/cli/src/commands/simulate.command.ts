import { readFileSync, statSync } from 'node:fs';
import { Command } from 'commander';
import { useFastHashes } from '#adapters/kernel/fast-hashes';
import { SILENT_LOG } from '#domain/primitives/log.port';
import { runSwarm, type SwarmResult } from '#simulation/run/swarm';
import { MAX_PEERS, MAX_SCENARIO_BYTES, parseScenario } from '#simulation/scenario/check-scenario';
import { namedScenario, RECIPES } from '#simulation/scenario/named-scenarios';
import type { Scenario } from '#simulation/scenario/scenario';
import { describeRefusal } from '#simulation/scenario/scenario.errors';
import { CliFailure, usageFailure } from '../cli-failure.ts';
import { SimulationReport } from '../output/simulation-report.ts';
import { Terminal } from '../output/terminal.ts';
import { wholeNumberOption } from './option-values.ts';

const DEFAULT_PEERS = 10;
const DEFAULT_SEEDS = 20;
/** Weeks of runs: nobody means more. */
const MAX_SEEDS = 1_000_000;
const MAX_SEED = 2 ** 32 - 1;

const EXAMPLES = `
Scenarios:
${Object.entries(RECIPES)
  .map(([name, { description }]) => `  ${name.padEnd(14)} ${description}`)
  .join('\n')}

Examples:
  cheesechain simulate --scenario chaos --peers 30 --seeds 200
  cheesechain simulate --scenario chaos --peers 30 --replay 17   one run again, told as it happens
  cheesechain simulate --scenario ./smallest.json --replay 17    a scenario of your own, or a shrunk one`;

interface SimulateOptions {
  readonly scenario: string;
  readonly peers?: number;
  readonly seeds: number;
  readonly firstSeed: number;
  readonly replay?: number;
  readonly shrink: boolean;
  readonly json: boolean;
}

/** `cheesechain simulate`: networks of real peers under virtual time, seed after seed, until one breaks a promise. */
export function simulateCommand(): Command {
  return new Command('simulate')
    .description('run networks of real peers under virtual time and look for a promise that breaks')
    .option('--scenario <name|file>', 'a scenario below, or a JSON file with one', 'chaos')
    .option('--peers <number>', `honest peers (default: ${DEFAULT_PEERS})`, wholeNumberOption(2, MAX_PEERS))
    .option('--seeds <number>', 'how many seeds, one after another', wholeNumberOption(1, MAX_SEEDS), DEFAULT_SEEDS)
    .option('--first-seed <number>', 'the first of them', wholeNumberOption(0, MAX_SEED), 1)
    .option('--replay <seed>', 'run this seed alone and tell what happens', wholeNumberOption(0, MAX_SEED))
    .option('--no-shrink', 'do not look for a smaller scenario that breaks the same promise')
    .option('--json', 'end with one line of JSON', false)
    .addHelpText('after', EXAMPLES)
    .action(simulate);
}

async function simulate(options: SimulateOptions): Promise<void> {
  const terminal = new Terminal(options);
  const scenarioFor = scenarioSource(options);
  const { replay } = options;
  const seeds = replay === undefined ? options.seeds : 1;
  const peers = scenarioFor(replay ?? options.firstSeed).peers;
  // Every platform's digests are the same: this only makes the runs shorter.
  useFastHashes(SILENT_LOG);
  const report = new SimulationReport(terminal, { scenario: options.scenario, peers, seeds });
  const result = await runSwarm({
    scenarioFor,
    firstSeed: replay ?? options.firstSeed,
    seeds,
    shrinks: options.shrink && replay === undefined,
    onRun: (run) => report.ran(run),
    onShrinking: () => report.shrinking(),
    ...(replay === undefined ? {} : { onLine: (line) => report.line(line) }),
  });
  report.result(result);
  failOnBroken(result);
}

function failOnBroken({ failure }: SwarmResult): void {
  if (failure?.result.broken === undefined) return;
  const { invariant } = failure.result.broken;
  throw new CliFailure(1, 'invariant-broken', `Seed ${failure.result.seed} broke a promise: ${invariant}.`);
}

/** A named scenario is drawn for each seed; a file is the same for all. */
function scenarioSource({ scenario, peers }: SimulateOptions): (seed: number) => Scenario {
  if (Object.hasOwn(RECIPES, scenario)) {
    return (seed) => namedScenario(scenario, peers ?? DEFAULT_PEERS, seed) as Scenario;
  }
  const known = Object.keys(RECIPES).join(', ');
  const text = readScenarioFile(scenario);
  if (text === undefined) {
    throw usageFailure(
      'scenario-unknown',
      `There is neither a scenario nor a file "${scenario}". Scenarios: ${known}.`,
    );
  }
  const parsed = parseScenario(text);
  if (!parsed.ok) throw usageFailure(parsed.refusal.code, `${scenario}: ${describeRefusal(parsed.refusal)}`);
  if (peers !== undefined) {
    throw usageFailure(
      'scenario-has-peers',
      '--peers is for named scenarios; a file says itself how many peers it has.',
    );
  }
  return () => parsed.value;
}

/** One byte more than a scenario may have is enough to refuse it. */
function readScenarioFile(path: string): string | undefined {
  try {
    if (statSync(path).size > MAX_SCENARIO_BYTES) return ' '.repeat(MAX_SCENARIO_BYTES + 1);
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
