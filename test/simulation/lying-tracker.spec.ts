import '#test/as-programs-hash';
import type { FullNode } from '#domain/node/full-node';
import { accepted } from '#domain/primitives/result';
import { TRACKER_LIES } from '#simulation/adversaries/lying-tracker';
import { honestParts } from '#simulation/run/injections';
import { simulate } from '#simulation/run/simulate';
import { runSwarm } from '#simulation/run/swarm';
import { namedScenario } from '#simulation/scenario/named-scenarios';
import type { Scenario } from '#simulation/scenario/scenario';
import { scenarioOf } from './scenario-of.ts';

const PEERS = 5;
const FOR_EVER = 3_600;
const lyingTracker = (lie: string, atSeconds: number, forSeconds: number) => ({
  kind: 'lying-tracker',
  tracker: 0,
  lie,
  atSeconds,
  forSeconds,
});
/** Run with some of the nodes tampered with. */
const simulateWith = (scenario: Scenario, tamper: (node: FullNode) => void) =>
  simulate({ scenario, seed: 1, injections: { ...honestParts(), tamper } });

describe('a network whose trackers lie', () => {
  it('keeps every promise while peers come and go', async () => {
    const { failure, statistics } = await runSwarm({
      scenarioFor: (seed) => namedScenario('lying-tracker', PEERS, seed) as Scenario,
      firstSeed: 1,
      seeds: 4,
      shrinks: false,
    });
    expect(failure?.result.broken).toBeUndefined();
    expect(statistics.faults).toBeGreaterThan(15);
    expect(statistics.crashes).toBeGreaterThan(3);
  }, 300_000);

  it.each(TRACKER_LIES)(
    'finds itself again after a blackout though its only tracker lies: %s',
    async (lie) => {
      const blackout = { kind: 'blackout', atSeconds: 40, forSeconds: 10, peers: [0, 1, 2, 3] };
      const scenario = scenarioOf([lyingTracker(lie, 15, FOR_EVER), blackout], { ownAddress: 'seen' });
      const { broken, statistics } = await simulate({ scenario, seed: 1 });
      expect(broken).toBeUndefined();
      expect([statistics.crashes, statistics.bans]).toEqual([4, 0]);
    },
    300_000,
  );
});

describe('a defence against trackers that is switched off on purpose', () => {
  it('is found when an address book takes all that it is told of', async () => {
    // It takes a while: what a tracker says unasked is bounded.
    const partition = { kind: 'partition', atSeconds: 2_390, forSeconds: 10, side: [0] };
    const few = { peers: 2, miners: 1, outbound: 1, durationSeconds: 2_400, paymentsPerMinute: 0 };
    const scenario = scenarioOf([lyingTracker('nobody', 10, FOR_EVER), partition], few);
    const greedy = { hasRoom: () => true, makeRoom: () => undefined };
    const { broken } = await simulateWith(scenario, ({ peers }) => Object.assign(peers.book, greedy));
    expect(broken).toMatchObject({ invariant: 'structures-within-caps' });
    expect(broken?.detail).toMatch(/known addresses/);
  }, 300_000);

  it('is found when a peer passes on what it has not checked, and honest ones ban it for that', async () => {
    const scenario = scenarioOf([lyingTracker('garbage', 15, 45)]);
    const credulous = { learn: () => accepted(true) };
    let nodes = 0;
    const { broken } = await simulateWith(scenario, ({ peers }) => {
      if (nodes++ === 0) Object.assign(peers.book, credulous);
    });
    expect(broken?.invariant).toBe('no-honest-peer-banned');
  }, 300_000);
});
