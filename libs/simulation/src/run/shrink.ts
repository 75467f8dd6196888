import type { Fault } from '../scenario/fault.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { RunResult } from './simulate.ts';

/** Runs that shrinking may take. */
const MAX_RUNS = 80;
/** It ends with what it has after so long. */
const MAX_REAL_MS = 240_000;

export interface Shrunk {
  readonly scenario: Scenario;
  readonly result: RunResult;
  /** How many runs it took. */
  readonly runs: number;
}

/** Runs a candidate; undefined when it does not break anything. */
export type TryScenario = (scenario: Scenario) => Promise<RunResult>;

/**
 * The smallest scenario that it finds, with the same seed, which breaks the same promise: faults are left out, by
 * halves and one by one, then peers, payments and time.
 */
export async function shrink(scenario: Scenario, result: RunResult, run: TryScenario): Promise<Shrunk> {
  const search = new Search(scenario, result, run);
  await search.dropFaults();
  await search.attempt((smaller) => ({ ...smaller, paymentsPerMinute: 0 }));
  await search.dropPeers();
  await search.dropFaults();
  await search.shorten();
  return search.best();
}

class Search {
  private runs = 0;
  private readonly deadlineMs = performance.now() + MAX_REAL_MS;

  constructor(
    private scenario: Scenario,
    private result: RunResult,
    private readonly run: TryScenario,
  ) {}

  best(): Shrunk {
    return { scenario: this.scenario, result: this.result, runs: this.runs };
  }

  /** Takes the change over if the same promise is still broken. */
  async attempt(change: (scenario: Scenario) => Scenario | undefined): Promise<boolean> {
    const candidate = change(this.scenario);
    if (candidate === undefined || this.runs >= MAX_RUNS || performance.now() > this.deadlineMs) return false;
    this.runs++;
    const result = await this.run(candidate);
    if (result.broken?.invariant !== this.result.broken?.invariant) return false;
    this.scenario = candidate;
    this.result = result;
    return true;
  }

  async dropFaults(): Promise<void> {
    let size = Math.ceil(this.scenario.faults.length / 2);
    while (size >= 1) {
      for (let from = 0; from < this.scenario.faults.length; ) {
        const dropped = await this.attempt((smaller) => ({ ...smaller, faults: smaller.faults.toSpliced(from, size) }));
        if (!dropped) from += size;
      }
      size = size === 1 ? 0 : Math.ceil(size / 2);
    }
  }

  async dropPeers(): Promise<void> {
    for (const share of [0.25, 0.5, 0.75]) {
      while (await this.attempt((smaller) => withPeers(smaller, Math.floor(smaller.peers * share))));
    }
    while (await this.attempt((smaller) => withPeers(smaller, smaller.peers - 1)));
  }

  /** No longer than until it broke, and each fault no longer than half as long. */
  async shorten(): Promise<void> {
    for (let index = 0; index < this.scenario.faults.length; index++) {
      const halve = (fault: Fault, at: number): Fault =>
        at === index ? { ...fault, forSeconds: Math.ceil(fault.forSeconds / 2) } : fault;
      await this.attempt((smaller) => ({ ...smaller, faults: smaller.faults.map(halve) }));
    }
    await this.attempt((smaller) => {
      const end = Math.max(10, ...smaller.faults.map(({ atSeconds, forSeconds }) => atSeconds + forSeconds));
      return end < smaller.durationSeconds ? { ...smaller, durationSeconds: end } : undefined;
    });
  }
}

/** The scenario with fewer peers; faults of those who are gone go with them. */
function withPeers(scenario: Scenario, peers: number): Scenario | undefined {
  if (peers < 2 || peers >= scenario.peers) return undefined;
  const faults: Fault[] = [];
  for (const fault of scenario.faults) {
    const smaller = amongPeers(fault, peers);
    if (smaller !== undefined) faults.push(smaller);
  }
  return {
    ...scenario,
    peers,
    miners: Math.min(scenario.miners, peers),
    outbound: Math.min(scenario.outbound, peers - 1),
    faults,
  };
}

function amongPeers(fault: Fault, peers: number): Fault | undefined {
  if (typeof fault['peer'] === 'number' && fault['peer'] >= peers) return undefined;
  const entries = Object.entries(fault).map(([key, value]) => {
    return [key, Array.isArray(value) ? value.filter((peer: number) => peer < peers) : value] as const;
  });
  if (entries.some(([, value]) => Array.isArray(value) && value.length === 0)) return undefined;
  return Object.fromEntries(entries) as Fault;
}
