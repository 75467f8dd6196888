import { ManualClock } from '#test/manual-clock';
import { testNetwork } from '#test/network';
import { SeededRandom } from '#test/seeded-random';
import { openTestChain } from '#test/test-chain';
import { until } from '#test/until';
import { Header } from '../block/header.ts';
import { AVERAGING_BLOCKS } from '../chain/difficulty.ts';
import { CancellationSource } from '../primitives/cancellation.ts';
import { EventChannel } from '../primitives/event-channel.ts';
import { ZERO_ACCOUNT } from '../transaction/account.ts';
import { findBlock } from './find-block.ts';
import type { Miner, MiningOutcome, MiningSearch } from './miner.port.ts';

const SPACING_SECONDS = 10;
const EASING_MS = AVERAGING_BLOCKS * SPACING_SECONDS * 1000;

/** Finds nothing, ever, as a laptop does after a strong miner has left. */
class WeakMiner implements Miner {
  readonly description = 'weak';
  readonly headers: Header[] = [];

  search({ header, cancellation }: MiningSearch): Promise<MiningOutcome> {
    this.headers.push(new Header(header));
    return new Promise((resolve) => {
      const cancel = () => resolve({ kind: 'cancelled', hashes: 0 });
      cancellation?.addEventListener('abort', cancel, { once: true });
    });
  }

  async close(): Promise<void> {}
}

async function startSearch(retarget: boolean) {
  const network = testNetwork({
    retarget,
    targetSpacingSeconds: SPACING_SECONDS,
    startingBits: 0x1d40_0000,
    easiestBits: 0x1f01_0000,
  });
  const clock = new ManualClock((network.parameters.genesisTimeSeconds + 1) * 1000);
  const { chain } = await openTestChain(network, { clock });
  const [miner, cancellation] = [new WeakMiner(), new CancellationSource()];
  const found = findBlock(
    { chain, clock, miner, transactions: { select: () => [] }, random: new SeededRandom(1) },
    { recipient: ZERO_ACCOUNT, threads: 1, cancellation, stale: new EventChannel<void>() },
  );
  await until(() => miner.headers.length === 1);
  return { clock, miner, cancellation, found };
}

describe('the search for a block', () => {
  it('begins anew with easier work as soon as a chain that stands still is eased', async () => {
    const { clock, miner, cancellation, found } = await startSearch(true);
    clock.advance(EASING_MS - 1_001);
    expect(miner.headers.length).toBe(1);
    clock.advance(1);
    await until(() => miner.headers.length === 2);
    clock.advance(EASING_MS);
    await until(() => miner.headers.length === 3);
    expect(miner.headers.map(({ bits }) => bits.toString(16))).toEqual(['1d400000', '1e008000', '1e010000']);
    cancellation.abort();
    expect(await found).toEqual({ ok: false, refusal: { code: 'mining-cancelled' } });
    expect(clock.timers).toBe(0);
  });

  it('takes a new time now and then where nothing is eased', async () => {
    const { clock, miner, cancellation, found } = await startSearch(false);
    clock.advance(60 * 60 * 1000);
    await until(() => miner.headers.length === 2);
    const [first, second] = miner.headers as [Header, Header];
    expect([second.timestamp - first.timestamp, second.bits]).toEqual([3_600, first.bits]);
    cancellation.abort();
    await found;
  });
});
