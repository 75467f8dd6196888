import '#test/as-programs-hash';
import { agreeWithReference } from '#test/model/agree-with-reference';
import { MODEL_NETWORK } from '#test/model/history-run';
import { memoryModelStore, sqliteModelStore } from '#test/model/model-stores';

// The long runs of the same are in test/slow/chain-model.slow.spec.ts.
describe('in random histories of forks, reorganisations, lies, failing writes and restarts, the chain', () => {
  it('agrees with a naive ledger after every step: tip, balances, nonces, history, and every crumb accounted for', async () => {
    const { blocks, reorganisations, refusals } = await agreeWithReference(memoryModelStore, {
      count: 20,
      maxSteps: 80,
    });
    // Histories in which nothing happens would prove nothing.
    expect(blocks).toBeGreaterThan(50);
    expect(reorganisations).toBeGreaterThan(5);
    expect(refusals.size).toBeGreaterThan(3);
  });

  it('agrees with it on a file that is opened anew at every restart', async () => {
    const { blocks } = await agreeWithReference(() => sqliteModelStore(MODEL_NETWORK.genesisHash), {
      count: 4,
      maxSteps: 40,
    });
    expect(blocks).toBeGreaterThan(5);
  });
});
