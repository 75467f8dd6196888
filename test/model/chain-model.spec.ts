import { agreeWithReference } from '#test/model/agree-with-reference';
import { MODEL_NETWORK } from '#test/model/history-run';
import { memoryModelStore, sqliteModelStore } from '#test/model/model-stores';

const TIMEOUT_MS = 60_000;

// The long runs of the same are in test/slow/chain-model.slow.spec.ts.
describe('in random histories of forks, reorganisations, lies, failing writes and restarts, the chain', () => {
  it(
    'agrees with a naive ledger after every step: tip, balances, nonces, history, and every crumb accounted for',
    async () => {
      const { blocks, reorganisations, refusals } = await agreeWithReference(memoryModelStore, {
        count: 25,
        maxSteps: 80,
      });
      // Histories in which nothing happens would prove nothing.
      expect(blocks).toBeGreaterThan(50);
      expect(reorganisations).toBeGreaterThan(5);
      expect(refusals.size).toBeGreaterThan(3);
    },
    TIMEOUT_MS,
  );

  it(
    'agrees with it on a file that is opened anew at every restart',
    async () => {
      const { blocks } = await agreeWithReference(() => sqliteModelStore(MODEL_NETWORK.genesisHash), {
        count: 6,
        maxSteps: 50,
      });
      expect(blocks).toBeGreaterThan(5);
    },
    TIMEOUT_MS,
  );
});
