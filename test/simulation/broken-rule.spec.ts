import '#test/as-programs-hash';
import type { ChainWrite } from '#domain/chain/chain-store.port';
import type { Network } from '#domain/network-params/network';
import { crumbs } from '#domain/primitives/crumbs';
import type { DiskRecord } from '#simulation/disk/simulated-disk';
import { SimulatedDisk } from '#simulation/disk/simulated-disk';
import type { Injections } from '#simulation/run/injections';
import { honestParts } from '#simulation/run/injections';
import { runSwarm } from '#simulation/run/swarm';
import { namedScenario } from '#simulation/scenario/named-scenarios';
import type { Scenario } from '#simulation/scenario/scenario';

const SEEDS = 200;
const PEERS = 6;

/** Says that a write is on the disk before it is. */
class HastyDisk extends SimulatedDisk {
  override commit(record: DiskRecord): Promise<void> {
    const { write } = record;
    if (record.kind !== 'chain')
      return super.commit({ kind: 'mempool', write: { ...record.write, durability: 'normal' } });
    return super.commit({ kind: 'chain', write: { ...(write as ChainWrite), durability: 'normal' } });
  }
}

/** The swarm with one part replaced, on the named scenario. */
function search(name: string, parts: Partial<Injections>) {
  return runSwarm({
    scenarioFor: (seed) => namedScenario(name, PEERS, seed) as Scenario,
    firstSeed: 1,
    seeds: SEEDS,
    shrinks: true,
    injections: { ...honestParts(), ...parts },
  });
}

/** The true network, but for some of its parameters: its genesis block stays. */
function withParameters(changes: Partial<Network['parameters']>): Network {
  const { chain } = honestParts();
  return { ...chain, parameters: { ...chain.parameters, ...changes } };
}

describe('a rule that is switched off on purpose', () => {
  it('is found when nobody checks signatures, and shrunk to whoever sends unsigned payments', async () => {
    const everythingIsSigned = () => ({
      description: 'credulous',
      verify: async (checks: readonly unknown[]) => checks.map(() => true),
      close: async () => undefined,
    });
    const { failure } = await search('chaos', { verifier: everythingIsSigned });
    expect(failure?.result.broken?.invariant).toBe('no-invalid-block-accepted');
    const { scenario, result } = failure?.shrunk ?? {};
    expect(result?.broken?.detail).toMatch(/not signed by its sender/);
    expect(scenario?.faults.length).toBeLessThan(failure?.scenario.faults.length ?? 0);
    expect(scenario?.faults.length).toBeLessThanOrEqual(2);
    expect(scenario?.faults.at(-1)?.kind).toMatch(/flooder|spam/);
    expect(result?.trace.at(-1)).toMatch(/BROKEN/);
  }, 300_000);

  it('is found when what is acknowledged is not on the disk, and shrunk to a crash', async () => {
    const { failure } = await search('crash', { disk: (stream) => new HastyDisk(stream) });
    expect(failure?.result.broken?.invariant).toBe('nothing-acknowledged-is-lost');
    const { scenario } = failure?.shrunk ?? {};
    expect(scenario?.faults).toHaveLength(1);
    expect(scenario?.faults[0]?.kind).toMatch(/crash|blackout/);
  }, 300_000);

  it('is found when miners pay themselves a crumb too much', async () => {
    const { chain } = honestParts();
    const initialSubsidy = crumbs(chain.parameters.initialSubsidy + 1);
    const { failure } = await search('calm', { chain: withParameters({ initialSubsidy }) });
    expect(failure?.result.broken).toMatchObject({ invariant: 'no-invalid-block-accepted' });
    expect(failure?.shrunk?.scenario.peers).toBe(2);
  }, 300_000);

  it('is found when rewards may be spent too early', async () => {
    const { failure } = await search('calm', { chain: withParameters({ rewardMaturityBlocks: 2 }) });
    expect(failure?.result.broken?.invariant).toMatch(/accounts-equal-replay|supply-is-exact/);
  }, 300_000);

  it('is found when the wait for a far clock is not kept', async () => {
    const { failure } = await search('clock-skew', { chain: withParameters({ maxFutureDriftSeconds: 86_400 }) });
    expect(failure?.result.broken?.detail).toMatch(/too far ahead/);
  }, 300_000);
});
