import { testAllocations, testNetwork } from '#test/network';
import { SeededRandom } from '#test/seeded-random';
import { openTestChain } from '#test/test-chain';
import { TestOpenTransactions } from '#test/test-open-transactions';
import { testTransfer } from '#test/transfer';
import { SILENT_LOG } from '../primitives/log.port.ts';
import { JobDesk } from './job-desk.ts';

/** Longer than the desk waits before it looks at better pay again, and shorter than its longest silence. */
const A_WHILE_MS = 5_000;

// A block has room for five transfers, and for a sixth if it had no header and no reward.
const network = testNetwork({ maxBlockBytes: 1_000, allocations: testAllocations(3, 1_000_000) });

describe('the desk of jobs', () => {
  async function openDesk() {
    const world = await openTestChain(network);
    const open = new TestOpenTransactions(world);
    const desk = new JobDesk({
      chain: world.chain,
      transactions: open.mempool.view,
      clock: world.clock,
      random: new SeededRandom(1),
      log: SILENT_LOG,
    });
    const pay = async (nonce: number, fee: number) => {
      const transfer = testTransfer(network, { from: 0, to: 1, nonce, fee, amount: 10 });
      expect(await open.submit(transfer)).toBe('taken');
      desk.transactionsOpened();
      world.clock.advance(A_WHILE_MS);
      await world.chain.queue.idle();
      await world.chain.queue.run(async () => {});
    };
    await desk.start();
    return { ...world, desk, pay };
  }

  it('gives a new job when transactions pay more', async () => {
    const { desk, pay } = await openDesk();
    const first = desk.current;
    await pay(0, 2_000);
    expect(desk.current?.id).not.toBe(first?.id);
    expect(desk.current?.transactions.length).toBe(1);
    await desk.stop();
  });

  it('lets miners go on where the block is full and a transaction more finds no room in it', async () => {
    const { desk, pay } = await openDesk();
    for (let nonce = 0; nonce < 5; nonce++) await pay(nonce, 2_000);
    const full = desk.current;
    expect(full?.transactions.length).toBe(5);
    await pay(5, 2_000);
    expect(desk.current?.id).toBe(full?.id);
    await desk.stop();
  });
});
