import '#test/as-programs-hash';
import { agreeWithReference } from '#test/model/agree-with-reference';
import { MODEL_NETWORK } from '#test/model/history-run';
import { memoryModelStore, sqliteModelStore } from '#test/model/model-stores';

describe('in long random histories of forks, reorganisations, lies, failing writes and restarts, the chain', () => {
  it('agrees with a naive ledger after every step', async () => {
    const { blocks, reorganisations, refusals } = await agreeWithReference(memoryModelStore, {
      count: 120,
      maxSteps: 250,
    });
    expect(blocks).toBeGreaterThan(1_200);
    expect(reorganisations).toBeGreaterThan(90);
    expect(refusals.size).toBeGreaterThan(8);
  });

  it('agrees with it on a file that is opened anew at every restart', async () => {
    const newStore = () => sqliteModelStore(MODEL_NETWORK.genesisHash);
    const { blocks, reorganisations } = await agreeWithReference(newStore, { count: 20, maxSteps: 150 });
    expect(blocks).toBeGreaterThan(100);
    expect(reorganisations).toBeGreaterThan(10);
  });
});
