import { INVARIANTS } from '#simulation/invariants/broken-invariant';
import type { RunResult } from '#simulation/run/simulate';
import type { SwarmResult } from '#simulation/run/swarm';
import type { Terminal } from './terminal.ts';

/** Progress is told no more often. */
const PROGRESS_INTERVAL_MS = 2_000;
/** Of what led to a broken promise, people read so much. */
const TRACE_LINES = 60;

export interface SimulationFacts {
  /** As it was asked for. */
  readonly scenario: string;
  readonly peers: number;
  readonly seeds: number;
}

/** Tells how a swarm of simulated runs goes, and what came of it. */
export class SimulationReport {
  private done = 0;
  private lastToldMs = 0;

  constructor(
    private readonly terminal: Terminal,
    private readonly facts: SimulationFacts,
  ) {}

  /** A run is over. */
  ran({ seed, events, convergedAfterSeconds }: RunResult): void {
    this.done++;
    const nowMs = performance.now();
    if (this.done < this.facts.seeds && nowMs - this.lastToldMs < PROGRESS_INTERVAL_MS) return;
    this.lastToldMs = nowMs;
    const agreed = convergedAfterSeconds === undefined ? '' : `, agreed after ${convergedAfterSeconds.toFixed(1)} s`;
    this.terminal.note(`${this.done} of ${this.facts.seeds}: seed ${seed}, ${events} events${agreed}`);
  }

  shrinking(): void {
    this.terminal.note('A promise is broken. Looking for a smaller scenario that breaks it too …');
  }

  /** Something notable of a run that is replayed. */
  line(line: string): void {
    this.terminal.note(line);
  }

  result(result: SwarmResult): void {
    const { failure } = result;
    if (failure !== undefined) this.explain(failure);
    const { scenario, peers } = this.facts;
    const { seeds, events, blocks, statistics, digest } = result;
    const { reorganisations, faults } = statistics;
    const broken = failure?.result.broken;
    const brokenInvariants = broken === undefined ? [] : [{ seed: failure?.result.seed, ...broken }];
    const line = { scenario, peers, seeds, events, blocks, reorganisations, faults, brokenInvariants, digest };
    this.terminal.result(line, () => this.summary(result));
  }

  private summary({
    seeds,
    events,
    blocks,
    statistics,
    slowestConvergenceSeconds,
    failure,
    digest,
  }: SwarmResult): string {
    const { reorganisations, deepestReorganisation, faults, crashes, lostWrites, tornWrites } = statistics;
    const lines = [
      `${seeds} runs of ${this.facts.scenario} with ${this.facts.peers} peers, ${events} events`,
      `${blocks} blocks, ${reorganisations} reorganisations, the deepest of ${deepestReorganisation} blocks`,
      `${faults} faults; ${crashes} crashes took ${lostWrites} unsynced writes and tore ${tornWrites}`,
      `${statistics.payments} payments, ${statistics.bans} bans of hostile nodes`,
      `${statistics.comparisons} comparisons of a peer with the reference ledger`,
      `agreed at the latest ${slowestConvergenceSeconds.toFixed(1)} s after the last fault`,
      failure === undefined ? 'every promise was kept' : `broken: ${failure.result.broken?.invariant}`,
      `digest ${digest}`,
    ];
    return lines.join('\n');
  }

  /** What broke, the smallest scenario that breaks it, and what led to it. */
  private explain({ result, scenario, shrunk }: NonNullable<SwarmResult['failure']>): void {
    const { terminal } = this;
    const smallest = shrunk ?? { scenario, result, runs: 0 };
    const { broken, seed, trace } = smallest.result;
    if (broken === undefined) return;
    for (const line of trace.slice(-TRACE_LINES)) terminal.note(line);
    terminal.note(`\nSeed ${seed} breaks a promise after ${broken.atSeconds} s. ${INVARIANTS[broken.invariant]}`);
    terminal.note(`${broken.peer}: ${broken.detail}`);
    terminal.note(`\nThe smallest scenario found (${smallest.runs} runs), for a file to replay with this seed:`);
    terminal.note(JSON.stringify(smallest.scenario));
  }
}
