import { buildBlock, genesisPlace } from '#test/build-block';
import { testAllocations, testNetwork } from '#test/network';
import { openTestChain } from '#test/test-chain';
import { TestOpenTransactions } from '#test/test-open-transactions';
import { testTransfer } from '#test/transfer';
import { hashFromBytes, sha256d } from '../primitives/hash.ts';

const HOUR_MS = 60 * 60 * 1000;
const network = testNetwork({ allocations: testAllocations(3, 1_000_000) });
const pay = (nonce: number, fee = 2_000) => testTransfer(network, { from: 0, to: 1, nonce, fee, amount: 10 });

describe('after a restart', () => {
  it('the same transactions are open, as old as they were', async () => {
    const world = await openTestChain(network);
    const before = new TestOpenTransactions(world);
    for (const nonce of [0, 1, 2]) await before.submit(pay(nonce));
    world.clock.advance(HOUR_MS);
    const after = new TestOpenTransactions(world, before.store);
    expect(await after.restore()).toMatchObject({ restored: 3, refused: 0 });
    const pending = after.mempool.view.pendingOf(pay(0).senderAccount);
    expect([pending.outgoing, pending.nextNonce]).toEqual([6_030, 3]);
    expect(after.mempool.view.byId(pay(1).id)?.firstSeenMs).toBe(world.clock.nowMs() - HOUR_MS);
    expect(after.verifier.checks).toBe(3);
    expect(after.verified.has(pay(2).id)).toBe(true);
  });

  it('a long queue whose first was replaced last is whole', async () => {
    const world = await openTestChain(network);
    const before = new TestOpenTransactions(world);
    for (let nonce = 0; nonce < 20; nonce++) await before.submit(pay(nonce));
    await before.submit(pay(0, 4_000));
    const after = new TestOpenTransactions(world, before.store);
    expect(await after.restore()).toMatchObject({ restored: 20, refused: 0 });
    expect(after.mempool.view.behindGap).toBe(0);
  });

  it('what was confirmed meanwhile, expired, or changed on disk is gone from the store too', async () => {
    const world = await openTestChain(network);
    const before = new TestOpenTransactions(world);
    const other = testTransfer(network, { from: 1, to: 2, nonce: 0, fee: 2_000 });
    for (const each of [pay(0), pay(1), other]) await before.submit(each);
    const stored = await before.store.load();
    const forged = stored.find(({ id }) => id === other.id);
    forged?.bytes.set([forged.bytes.at(-80) === 0 ? 1 : 0], forged.bytes.length - 80);
    const { chain } = await openTestChain(network);
    await chain.accept(buildBlock(network, genesisPlace(network), { transactions: [pay(0)] }));
    const after = new TestOpenTransactions({ ...world, chain }, before.store);
    expect(await after.restore()).toMatchObject({ restored: 1, refused: 2 });
    expect((await after.store.load()).map(({ id }) => id)).toEqual([pay(1).id]);
    world.clock.advance(73 * HOUR_MS);
    const late = new TestOpenTransactions({ ...world, chain }, before.store);
    expect(await late.restore()).toMatchObject({ restored: 0, refused: 1 });
    expect(await late.store.load()).toEqual([]);
  });

  it('a signature that was never good is found out', async () => {
    const world = await openTestChain(network);
    const before = new TestOpenTransactions(world);
    const bytes = new Uint8Array(pay(0).bytes);
    bytes.set([1, 2, 3], 10);
    const id = hashFromBytes(sha256d(bytes));
    await before.store.write({ added: [{ id, bytes, firstSeenMs: 0 }], removed: [], durability: 'full' });
    const after = new TestOpenTransactions(world, before.store);
    expect(await after.restore()).toMatchObject({ restored: 0, refused: 1 });
    expect(await after.store.load()).toEqual([]);
  });

  it('a transaction that came back from an undone block stays, though it pays less than newcomers must', async () => {
    const world = await openTestChain(network);
    const before = new TestOpenTransactions(world);
    const cheap = pay(0, 0);
    const { id, bytes } = cheap;
    const added = [{ id, bytes, firstSeenMs: world.clock.nowMs() }];
    await before.store.write({ added, removed: [], durability: 'full' });
    const after = new TestOpenTransactions(world, before.store);
    expect(await after.restore()).toMatchObject({ restored: 1, refused: 0 });
  });
});
