import '#test/as-programs-hash';
import { simulate } from '#simulation/run/simulate';
import { checkScenario } from '#simulation/scenario/check-scenario';
import { REGRESSIONS } from './regressions.ts';

describe('what the simulation has found stays mended:', () => {
  it.each(REGRESSIONS)('$found', async ({ seed, scenario }) => {
    expect(checkScenario(scenario).ok).toBe(true);
    const { broken } = await simulate({ scenario, seed });
    expect(broken).toBeUndefined();
  });
});
