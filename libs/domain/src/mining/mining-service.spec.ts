import { testNetwork } from '#test/network';
import { SeededRandom } from '#test/seeded-random';
import { openTestChain } from '#test/test-chain';
import { SILENT_LOG } from '../primitives/log.port.ts';
import { ZERO_ACCOUNT } from '../transaction/account.ts';
import type { Miner } from './miner.port.ts';
import { MiningService } from './mining-service.ts';

/** Turns of the event loop that a miner's threads take to end. */
const TURNS_TO_END = 5;

/** Finds nothing; what it does ends some turns after it was cancelled. */
const slowToEnd: Miner = {
  description: 'slow to end',
  search: ({ cancellation }) =>
    new Promise((resolve) => {
      const end = async () => {
        for (let turn = 0; turn < TURNS_TO_END; turn++) await new Promise(setImmediate);
        resolve({ kind: 'cancelled', hashes: 0 });
      };
      cancellation?.addEventListener('abort', () => void end(), { once: true });
    }),
  close: async () => undefined,
};

describe('mining that is stopped', () => {
  it.each(['one', 'continuous'] as const)('has ended when stopping has: %s', async (mode) => {
    const { chain, clock } = await openTestChain(testNetwork());
    const mining = new MiningService({
      chain,
      clock,
      miner: slowToEnd,
      transactions: { select: () => [] },
      random: new SeededRandom(1),
      log: SILENT_LOG,
      maxThreads: 1,
      pauseBetweenBlocksMs: 0,
    });
    const mined = mode === 'one' ? mining.mineOne(ZERO_ACCOUNT, 1, undefined) : undefined;
    if (mode === 'continuous') mining.start(ZERO_ACCOUNT, 1);
    await chain.queue.idle();
    expect(mining.state().mode).toBe(mode);
    await mining.stop();
    expect(mining.state().mode).toBe('off');
    if (mined !== undefined) expect(await mined).toMatchObject({ refusal: { code: 'mining-cancelled' } });
  });
});
