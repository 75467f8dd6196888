import { faultKind } from '../faults/fault-kinds.ts';
import { scheduleFaults } from '../faults/schedule-faults.ts';
import type { BrokenInvariant } from '../invariants/broken-invariant.ts';
import { Caps } from '../invariants/caps.ts';
import { OneAddress } from '../invariants/one-address.ts';
import { Payers } from '../peers/payers.ts';
import { START_MS } from '../peers/simulated-chain.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { Convergence } from './convergence.ts';
import { honestParts, type Injections } from './injections.ts';
import type { Statistics } from './statistics.ts';
import { World } from './world.ts';

/** Peers do not start at once. */
const STARTS_WITHIN_SECONDS = 8;
/** A chaos of 30 peers has some 200,000 events. */
const MAX_EVENTS = 20_000_000;
/** A run takes a second or so; a hundred times that is a run that never ends. */
const MAX_REAL_MS = 300_000;

export interface RunRequest {
  readonly scenario: Scenario;
  /** A whole number; with the scenario it decides everything. */
  readonly seed: number;
  readonly injections?: Injections;
  /** Gets every notable line as it happens. */
  readonly onLine?: (line: string) => void;
}

export interface RunResult {
  readonly seed: number;
  readonly events: number;
  readonly messages: number;
  /** Different valid blocks that peers connected. */
  readonly blocks: number;
  readonly statistics: Statistics;
  readonly broken: BrokenInvariant | undefined;
  /** Seconds after the last fault until all honest peers were on one tip. */
  readonly convergedAfterSeconds: number | undefined;
  /** SHA-256 of everything that happened: two runs of one scenario and seed share it. */
  readonly digest: string;
  /** The latest notable lines. */
  readonly trace: readonly string[];
}

/** Runs one scenario with one seed, from the first start of a peer until all agree or a promise is broken. */
export async function simulate({ scenario, seed, injections, onLine }: RunRequest): Promise<RunResult> {
  const world = new World({ scenario, seed, injections: injections ?? honestParts(), onLine });
  const convergence = new Convergence(world);
  world.onTipChanged = () => convergence.look();
  const rejected = (error: unknown): void => {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    world.watch.report('no-peer-fails', 'somebody', `a promise was rejected that nobody awaits: ${detail}`);
  };
  process.on('unhandledRejection', rejected);
  try {
    begin(world, convergence);
    await runToTheEnd(world, convergence);
  } finally {
    process.off('unhandledRejection', rejected);
  }
  return resultOf(world, convergence, seed);
}

function begin(world: World, convergence: Convergence): void {
  const stream = world.stream.split('starts');
  for (const tracker of world.trackers) tracker.start();
  for (const peer of world.peers) {
    world.time.after(stream.fraction() * STARTS_WITHIN_SECONDS * 1000, () => peer.start());
  }
  scheduleFaults(world);
  new Payers(world).start();
  new Caps(world).start();
  if (world.scenario.ownAddress === 'seen') new OneAddress(world).start();
  if (world.permissioned !== undefined) {
    world.operator.start();
    world.membersOnly.start();
  }
  world.at(lastFaultSeconds(world.scenario), () => {
    world.trace.note(world.time.nowMs, 'network', 'the last fault is over');
    convergence.expect();
  });
}

/** When the last fault is over that peers need not bear; without such, when the last one begins. */
function lastFaultSeconds({ faults, durationSeconds }: Scenario): number {
  if (faults.length === 0) return durationSeconds;
  const ends = faults.map(({ kind, atSeconds, forSeconds }) => atSeconds + (faultKind(kind)?.endures ? 0 : forSeconds));
  return Math.max(...ends);
}

async function runToTheEnd(world: World, convergence: Convergence): Promise<void> {
  const { time, watch, scenario } = world;
  const end = await time.run({
    untilMs: START_MS + (lastFaultSeconds(scenario) + scenario.settleSeconds) * 1000,
    maxEvents: MAX_EVENTS,
    deadlineMs: performance.now() + MAX_REAL_MS,
  });
  if (watch.broken !== undefined) return;
  if (end === 'too-many-events' || end === 'too-long-in-real-time') {
    watch.report('run-ends', 'network', `${end}: ${time.events} events in ${world.elapsedSeconds} virtual seconds`);
    return;
  }
  if (convergence.atSeconds === undefined) {
    watch.report('peers-converge', 'network', convergence.describe());
    return;
  }
  for (const peer of world.peers) {
    if (peer.node === undefined) continue;
    await watch.compare(peer, peer.node);
    const missing = await peer.acknowledged.missingFrom(peer.node);
    if (missing !== undefined) watch.report('nothing-acknowledged-is-lost', peer.name, missing);
  }
}

function resultOf(
  { time, network, watch, statistics, trace, scenario }: World,
  convergence: Convergence,
  seed: number,
): RunResult {
  const { atSeconds } = convergence;
  return {
    seed,
    events: time.events,
    messages: network.messages,
    blocks: watch.ledger.size,
    statistics,
    broken: watch.broken,
    convergedAfterSeconds: atSeconds === undefined ? undefined : atSeconds - lastFaultSeconds(scenario),
    trace: trace.lines(),
    digest: trace.digest(),
  };
}
