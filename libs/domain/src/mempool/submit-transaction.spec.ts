import { buildBlock, buildChain, genesisPlace } from '#test/build-block';
import { testAllocations, testNetwork } from '#test/network';
import { openTestChain } from '#test/test-chain';
import { TestOpenTransactions } from '#test/test-open-transactions';
import { testTransfer } from '#test/transfer';
import type { Transaction } from '../transaction/transaction.ts';
import { MAX_WAITING_TRANSACTIONS } from './submit-transaction.ts';

const network = testNetwork({ allocations: testAllocations(3, 1_000_000) });
const other = testNetwork({ name: 'elsewhere', allocations: testAllocations(3, 1_000_000) });

async function start() {
  const world = await openTestChain(network);
  return { ...world, open: new TestOpenTransactions(world) };
}

const pay = (nonce: number, fee = 2_000, to = 1) => testTransfer(network, { from: 0, to, nonce, fee, amount: 10 });

/** The same bytes with one changed. */
function withByte({ bytes }: Transaction, index: number): Uint8Array {
  const changed = new Uint8Array(bytes);
  changed[index] = (changed[index] as number) ^ 1;
  return changed;
}

describe('a submitted transaction', () => {
  it('is open, stored and announced when it is acknowledged', async () => {
    const { open } = await start();
    const transaction = pay(0);
    expect(await open.submit(transaction)).toBe('taken');
    expect(open.happened()).toEqual(['0 opened']);
    expect((await open.store.load()).map(({ id }) => id)).toEqual([transaction.id]);
    expect(open.mempool.view.byId(transaction.id)?.transaction.bytes).toEqual(transaction.bytes);
  });

  it('is a copy: what becomes of the message it came in does not matter', async () => {
    const { open } = await start();
    const transaction = pay(0);
    const message = new Uint8Array(1_000);
    message.set(transaction.bytes, 100);
    const bytes = message.subarray(100, 100 + transaction.bytes.length);
    const submission = open.submission.submit(bytes, 'peer');
    message.fill(0);
    expect(await submission).toMatchObject({ ok: true });
    expect(open.mempool.view.has(transaction.id)).toBe(true);
  });

  it('is refused when it is no transaction, or one of another chain, or not signed by its sender', async () => {
    const { open } = await start();
    const submit = async (bytes: Uint8Array) => {
      const submission = await open.submission.submit(bytes, 'own');
      return submission.ok ? 'taken' : submission.refusal.code;
    };
    expect(await submit(new Uint8Array(10))).toBe('encoding-length');
    expect(await submit(testTransfer(other, { from: 0, to: 1, nonce: 0, fee: 2_000 }).bytes)).toBe(
      'transaction-wrong-chain',
    );
    expect(await submit(withByte(pay(0), 40))).toBe('transaction-signature-invalid');
    expect(await submit(withByte(pay(0), pay(0).bytes.length - 20))).toBe('transaction-signature-invalid');
    expect(open.happened()).toEqual([]);
    expect(await open.store.load()).toEqual([]);
  });

  it('is judged by what the chain says of its sender', async () => {
    const { open } = await start();
    expect(await open.submit(testTransfer(network, { from: 7, to: 1, nonce: 0, fee: 2_000 }))).toBe(
      'mempool-balance-insufficient',
    );
    expect(await open.submit(pay(0, 1_539, 7))).toBe('mempool-new-account-fee');
    expect(await open.submit(pay(0, 1_540, 7))).toBe('taken');
  });

  it('costs no signature check when it is open already, or pays too little', async () => {
    const { open } = await start();
    await open.submit(pay(0));
    expect(await open.submit(pay(0))).toBe('mempool-known');
    expect(await open.submit(pay(1, 153))).toBe('mempool-fee-too-low');
    expect(open.verifier.checks).toBe(1);
  });

  it('shares its check and its write with those that come at the same time, in their order', async () => {
    const { open } = await start();
    const bad = withByte(pay(2), 40);
    const list = [pay(0).bytes, bad, pay(1).bytes, pay(0).bytes];
    const submissions = await open.submission.submitAll(list, 'peer');
    expect(submissions.map((each) => (each.ok ? 'taken' : each.refusal.code))).toEqual([
      'taken',
      'transaction-signature-invalid',
      'taken',
      'mempool-known',
    ]);
    expect(open.verifier.calls).toBe(1);
    expect(open.happened()).toEqual(['0 opened', '1 opened']);
  });

  it('waits in a bounded queue (mempool-busy)', async () => {
    const { open } = await start();
    const { bytes } = pay(0, 153);
    const list = Array.from({ length: MAX_WAITING_TRANSACTIONS + 1 }, () => bytes);
    const submissions = await open.submission.submitAll(list, 'peer');
    const codes = submissions.map((each) => (each.ok ? 'taken' : each.refusal.code));
    expect(codes.slice(0, -1).every((code) => code === 'mempool-fee-too-low')).toBe(true);
    expect(codes.at(-1)).toBe('mempool-busy');
    expect(await open.submit(pay(0))).toBe('taken');
  });

  it('is not checked again when it is known to be well signed', async () => {
    const { open } = await start();
    const transaction = pay(0);
    open.verified.add(transaction.id);
    expect(await open.submit(transaction)).toBe('taken');
    expect(open.verifier.checks).toBe(0);
  });

  it('tells its submitter when the store fails, and those after it are taken again', async () => {
    const { open } = await start();
    const write = open.store.write.bind(open.store);
    open.store.write = async () => {
      throw new Error('the disk is full');
    };
    await expect(open.submit(pay(0))).rejects.toThrow('the disk is full');
    open.store.write = write;
    expect(await open.submit(pay(1))).toBe('taken');
  });

  it('is safe on disk before it is acknowledged when it comes from here', async () => {
    const { open } = await start();
    const durabilities: string[] = [];
    const write = open.store.write.bind(open.store);
    open.store.write = (change) => {
      durabilities.push(change.durability);
      return write(change);
    };
    await open.submit(pay(0), 'own');
    await open.submit(pay(1), 'peer');
    expect(durabilities).toEqual(['full', 'normal']);
  });
});

describe('open transactions of a running node', () => {
  it('leave when a block holds them, and come back when it is undone', async () => {
    const { open, chain } = await start();
    await open.submit(pay(0));
    await open.submit(pay(1));
    open.happened();
    const block = buildBlock(network, genesisPlace(network), { transactions: [pay(0)] });
    await chain.accept(block);
    expect(open.happened()).toEqual(['0 confirmed']);
    expect(await open.store.load()).toHaveLength(1);
    const branch = buildChain(network, 2, genesisPlace(network), (index) => ({ extraNonce: 7 + index }));
    await chain.acceptAll(branch.blocks, 'full');
    expect(chain.tip.height).toBe(2);
    expect(open.happened()).toEqual(['0 opened']);
    expect([...open.mempool.view.relayable()].map(({ nonce }) => nonce)).toEqual([0, 1]);
    expect(await open.store.load()).toHaveLength(2);
  });

  it('are dropped when their money was made in a block that is undone', async () => {
    const { open, chain } = await start();
    const gift = testTransfer(network, { from: 0, to: 5, nonce: 0, amount: 100_000 });
    await chain.accept(buildBlock(network, genesisPlace(network), { transactions: [gift] }));
    expect(await open.submit(testTransfer(network, { from: 5, to: 1, nonce: 0, fee: 2_000 }))).toBe('taken');
    open.happened();
    const branch = buildChain(network, 2, genesisPlace(network), (index) => ({ extraNonce: 7 + index }));
    await chain.acceptAll(branch.blocks, 'full');
    expect(open.happened().sort()).toEqual(['0 mempool-balance-insufficient', '0 opened']);
  });

  it('go when they have been open for too long, from the store as well', async () => {
    const { open, clock } = await start();
    await open.submit(pay(0));
    clock.advance(72 * 60 * 60 * 1000 + 1);
    await open.updates.run(async (mempool) => mempool.expire(), 'normal');
    expect(open.happened()).toEqual(['0 opened', '0 mempool-expired']);
    expect(await open.store.load()).toEqual([]);
  });

  it('are followed later when the accounts cannot be read at once', async () => {
    const { open, chain } = await start();
    await open.submit(pay(0));
    open.happened();
    const accounts = chain.accounts.bind(chain);
    chain.accounts = async () => {
      throw new Error('the disk is away');
    };
    await chain.accept(buildBlock(network, genesisPlace(network), { transactions: [pay(0)] }));
    expect(open.happened()).toEqual([]);
    chain.accounts = accounts;
    expect(await open.submit(pay(1))).toBe('taken');
    expect(open.happened()).toEqual(['0 confirmed', '1 opened']);
  });
});
