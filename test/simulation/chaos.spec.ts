import '#test/as-programs-hash';
import { simulate } from '#simulation/run/simulate';
import { runSwarm } from '#simulation/run/swarm';
import { namedScenario } from '#simulation/scenario/named-scenarios';
import type { Scenario } from '#simulation/scenario/scenario';

const PEERS = 8;

function chaos(seed: number): Scenario {
  const scenario = namedScenario('chaos', PEERS, seed);
  if (scenario === undefined) throw new Error('there is a scenario of that name');
  return scenario;
}

describe('a network in chaos', () => {
  it('keeps every promise, through faults, crashes and reorganisations', async () => {
    const { failure, seeds, events, blocks, statistics } = await runSwarm({
      scenarioFor: chaos,
      firstSeed: 5,
      seeds: 4,
      shrinks: false,
    });
    expect(failure?.result.broken).toBeUndefined();
    expect(seeds).toBe(4);
    expect(events).toBeGreaterThan(20_000);
    expect(blocks).toBeGreaterThan(20);
    // A run in which nothing happened would prove nothing.
    expect(statistics.faults).toBeGreaterThan(30);
    expect(statistics.crashes).toBeGreaterThan(5);
    expect(statistics.lostWrites).toBeGreaterThan(0);
    expect(statistics.reorganisations).toBeGreaterThan(3);
    expect(statistics.payments).toBeGreaterThan(50);
    expect(statistics.bans).toBeGreaterThan(5);
    expect(statistics.comparisons).toBeGreaterThan(200);
  }, 300_000);

  it('runs the same to the byte with the same seed, and otherwise with another', async () => {
    const [first, again, other] = [
      await simulate({ scenario: chaos(3), seed: 3 }),
      await simulate({ scenario: chaos(3), seed: 3 }),
      await simulate({ scenario: chaos(3), seed: 4 }),
    ];
    expect(again.digest).toBe(first.digest);
    expect(again.trace).toEqual(first.trace);
    expect(other.digest).not.toBe(first.digest);
  }, 300_000);
});
