import { createHash } from 'node:crypto';
import type { Scenario } from '../scenario/scenario.ts';
import type { Injections } from './injections.ts';
import { type Shrunk, shrink } from './shrink.ts';
import { type RunResult, simulate } from './simulate.ts';
import { addStatistics, noStatistics, type Statistics } from './statistics.ts';

export interface SwarmRequest {
  /** The scenario of a seed: faults may be drawn by it. */
  readonly scenarioFor: (seed: number) => Scenario;
  readonly firstSeed: number;
  /** How many seeds, one after another. */
  readonly seeds: number;
  /** Whether a scenario that breaks a promise is made smaller. */
  readonly shrinks: boolean;
  readonly injections?: Injections;
  readonly onRun?: (result: RunResult, done: number) => void;
  readonly onShrinking?: (result: RunResult) => void;
  readonly onLine?: (line: string) => void;
}

/** What a swarm of runs came to. It ends at the first broken promise. */
export interface SwarmResult {
  readonly seeds: number;
  readonly events: number;
  readonly blocks: number;
  readonly statistics: Statistics;
  /** The slowest of all to agree after the last fault, seconds. */
  readonly slowestConvergenceSeconds: number;
  /** The run that broke a promise, as it was and as small as it could be made. */
  readonly failure:
    | { readonly result: RunResult; readonly scenario: Scenario; readonly shrunk: Shrunk | undefined }
    | undefined;
  /** SHA-256 over the digests of all runs. */
  readonly digest: string;
}

/** Runs seed after seed until one breaks a promise. */
export async function runSwarm(request: SwarmRequest): Promise<SwarmResult> {
  const { scenarioFor, firstSeed, seeds, injections, onRun, onLine } = request;
  const parts = { ...(injections && { injections }) };
  const statistics = noStatistics();
  const hash = createHash('sha256');
  let [events, blocks, done, slowest] = [0, 0, 0, 0];
  let failure: SwarmResult['failure'];
  while (done < seeds && failure === undefined) {
    const seed = firstSeed + done++;
    const scenario = scenarioFor(seed);
    const result = await simulate({ scenario, seed, ...parts, ...(onLine && { onLine }) });
    hash.update(result.digest);
    events += result.events;
    blocks += result.blocks;
    slowest = Math.max(slowest, result.convergedAfterSeconds ?? 0);
    addStatistics(statistics, result.statistics);
    onRun?.(result, done);
    if (result.broken !== undefined) failure = { result, scenario, shrunk: await shrunk(request, scenario, result) };
  }
  const digest = hash.digest('hex');
  return { seeds: done, events, blocks, statistics, slowestConvergenceSeconds: slowest, failure, digest };
}

async function shrunk(
  { shrinks, injections, onShrinking }: SwarmRequest,
  scenario: Scenario,
  result: RunResult,
): Promise<Shrunk | undefined> {
  if (!shrinks) return undefined;
  onShrinking?.(result);
  const { seed } = result;
  return shrink(scenario, result, (smaller) =>
    simulate({ scenario: smaller, seed, ...(injections && { injections }) }),
  );
}
