import { buildBlock, buildChain, genesisPlace, placeAfter } from '#test/build-block';
import { testKey } from '#test/keys';
import { testAllocations, testNetwork } from '#test/network';
import { openTestChain, stateOf, takeAll } from '#test/test-chain';
import { type TestTransfer, testTransfer } from '#test/transfer';
import type { Network } from '../network-params/network.ts';
import type { Transaction } from '../transaction/transaction.ts';

const network = testNetwork({ allocations: testAllocations(3, 1_000) });
const genesis = genesisPlace(network);
const miner = testKey(9).account;

function pay(transfer: TestTransfer, on: Network = network): Transaction {
  return testTransfer(on, transfer);
}

/** Takes blocks with these payments, one block for each list, and says what became of each. */
async function takePayments(...lists: Transaction[][]) {
  const { chain } = await openTestChain(network);
  const wish = (index: number) => ({ recipient: miner, transactions: lists[index] as Transaction[] });
  const { blocks } = buildChain(network, lists.length, genesis, wish);
  return { chain, outcomes: await takeAll(chain, blocks) };
}

describe('a double spend', () => {
  const once = pay({ from: 0, to: 1, nonce: 0, amount: 900 });

  it('within a block is refused by the nonce', async () => {
    const twice = pay({ from: 0, to: 2, nonce: 0, amount: 900 });
    expect((await takePayments([once, twice])).outcomes).toEqual(['ledger-nonce']);
  });

  it('within a block is refused by the balance when it has a nonce of its own', async () => {
    const twice = pay({ from: 0, to: 2, nonce: 1, amount: 900 });
    expect((await takePayments([once, twice])).outcomes).toEqual(['ledger-balance-insufficient']);
  });

  it('across blocks is refused by the nonce, and by the balance', async () => {
    const byNonce = await takePayments([once], [pay({ from: 0, to: 2, nonce: 0, amount: 900 })]);
    expect(byNonce.outcomes).toEqual(['connected', 'ledger-nonce']);
    const byBalance = await takePayments([once], [pay({ from: 0, to: 2, nonce: 1, amount: 900 })]);
    expect(byBalance.outcomes).toEqual(['connected', 'ledger-balance-insufficient']);
    expect(await stateOf(byBalance.chain, 0)).toEqual({ balance: 100, nonce: 1 });
  });
});

describe('a replay', () => {
  it('of a payment in a later block is refused', async () => {
    const payment = pay({ from: 0, to: 1, nonce: 0, amount: 1 });
    expect((await takePayments([payment], [payment])).outcomes).toEqual(['connected', 'ledger-nonce']);
  });

  it('on another network is refused by the chain id', async () => {
    const other = testNetwork({ name: 'other', allocations: testAllocations(3, 1_000) });
    const { outcomes } = await takePayments([pay({ from: 0, to: 1, nonce: 0 }, other)]);
    expect(outcomes).toEqual(['transaction-wrong-chain']);
  });

  it('on a network that was made to have the same chain id is refused by the signature', async () => {
    const { genesisHash } = testNetwork({ name: 'twin' });
    const twin: Network = { ...network, genesisHash };
    const { outcomes } = await takePayments([pay({ from: 0, to: 1, nonce: 0 }, twin)]);
    expect(outcomes).toEqual(['transaction-signature-invalid']);
  });

  it('of everything from an account that was emptied is refused: its nonce outlives its coins', async () => {
    const all = pay({ from: 0, to: 1, nonce: 0, amount: 1_000 });
    const back = pay({ from: 1, to: 0, nonce: 0, amount: 1_000 });
    const { chain, outcomes } = await takePayments([all], [back], [all]);
    expect(outcomes).toEqual(['connected', 'connected', 'ledger-nonce']);
    expect(await stateOf(chain, 0)).toEqual({ balance: 1_000, nonce: 1 });
  });
});

describe('equal payments', () => {
  it('made twice are both valid and both distinct, by their nonces', async () => {
    const [first, second] = [0, 1].map((nonce) => pay({ from: 0, to: 1, nonce, amount: 100 })) as [
      Transaction,
      Transaction,
    ];
    expect(first.id).not.toBe(second.id);
    const { chain, outcomes } = await takePayments([first, second]);
    expect(outcomes).toEqual(['connected']);
    expect(await stateOf(chain, 1)).toEqual({ balance: 1_200, nonce: 0 });
  });

  it('must come in the order of their nonces', async () => {
    const [first, second] = [0, 1].map((nonce) => pay({ from: 0, to: 1, nonce })) as [Transaction, Transaction];
    expect((await takePayments([second, first])).outcomes).toEqual(['ledger-nonce']);
  });
});

describe('a payment', () => {
  it('to oneself is valid and costs its fee', async () => {
    const { chain, outcomes } = await takePayments([pay({ from: 0, to: 0, nonce: 0, amount: 900, fee: 5 })]);
    expect(outcomes).toEqual(['connected']);
    expect(await stateOf(chain, 0)).toEqual({ balance: 995, nonce: 1 });
  });

  it('to oneself still needs the whole amount and the fee', async () => {
    const { outcomes } = await takePayments([pay({ from: 0, to: 0, nonce: 0, amount: 1_000, fee: 1 })]);
    expect(outcomes).toEqual(['ledger-balance-insufficient']);
  });

  it('may spend what an earlier one of the same block brought, not what a later one brings', async () => {
    const [gift, spent] = [
      pay({ from: 0, to: 5, nonce: 0, amount: 800 }),
      pay({ from: 5, to: 6, nonce: 0, amount: 800 }),
    ];
    const { chain, outcomes } = await takePayments([gift, spent]);
    expect(outcomes).toEqual(['connected']);
    expect(await stateOf(chain, 5)).toEqual({ balance: 0, nonce: 1 });
    expect(await stateOf(chain, 6)).toEqual({ balance: 800, nonce: 0 });
    expect((await takePayments([spent, gift])).outcomes).toEqual(['ledger-balance-insufficient']);
  });

  it('to the last crumb leaves an account of nothing that remembers its nonce', async () => {
    const { chain, outcomes } = await takePayments([pay({ from: 0, to: 1, nonce: 0, amount: 999, fee: 1 })]);
    expect(outcomes).toEqual(['connected']);
    expect(await stateOf(chain, 0)).toEqual({ balance: 0, nonce: 1 });
  });

  it('that is undone takes the account away that it had created, and the emptied one gets its coins back', async () => {
    const { chain } = await openTestChain(network);
    const all = pay({ from: 0, to: 5, nonce: 0, amount: 1_000 });
    const left = buildBlock(network, genesis, { recipient: miner, transactions: [all] });
    await takeAll(chain, [left]);
    expect(await stateOf(chain, 5)).toEqual({ balance: 1_000, nonce: 0 });
    const right = buildBlock(network, genesis, { recipient: miner, extraNonce: 1 });
    const above = buildBlock(network, placeAfter(network, genesis, right.header), { recipient: miner });
    expect(await takeAll(chain, [right, above])).toEqual(['stored', 'connected']);
    expect(await stateOf(chain, 5)).toBeUndefined();
    expect(await stateOf(chain, 0)).toEqual({ balance: 1_000, nonce: 0 });
  });
});
