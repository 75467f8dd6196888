import '#test/as-programs-hash';
import { runSwarm } from '#simulation/run/swarm';
import { namedScenario, RECIPES } from '#simulation/scenario/named-scenarios';
import type { Scenario } from '#simulation/scenario/scenario';

const CHAOS_PEERS = 30;
const CHAOS_SEEDS = 40;
const PEERS = 9;
const SEEDS = 15;

function swarm(name: string, peers: number, seeds: number) {
  return runSwarm({
    scenarioFor: (seed) => namedScenario(name, peers, seed) as Scenario,
    firstSeed: 1,
    seeds,
    shrinks: true,
  });
}

describe('in a long simulation', () => {
  it('a chaos of thirty peers keeps every promise', async () => {
    const { failure, statistics } = await swarm('chaos', CHAOS_PEERS, CHAOS_SEEDS);
    expect(failure).toBeUndefined();
    expect(statistics.reorganisations).toBeGreaterThan(CHAOS_SEEDS);
    expect(statistics.crashes).toBeGreaterThan(CHAOS_SEEDS);
    expect(statistics.tornWrites).toBeGreaterThan(0);
  }, 1_200_000);

  it.each(Object.keys(RECIPES).filter((name) => name !== 'chaos'))(
    '%s alone keeps every promise',
    async (name) => {
      const { failure } = await swarm(name, PEERS, SEEDS);
      expect(failure).toBeUndefined();
    },
    600_000,
  );
});
