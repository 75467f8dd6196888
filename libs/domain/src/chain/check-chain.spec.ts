import { buildChain, genesisPlace } from '#test/build-block';
import type { FaultyChainStore } from '#test/faulty-chain-store';
import { testKey } from '#test/keys';
import { testAllocations, testNetwork } from '#test/network';
import { openTestChain, type TestChain, takeAll } from '#test/test-chain';
import { testTransfer } from '#test/transfer';
import type { Block } from '../block/block.ts';
import type { AccountState } from '../ledger/account-state.ts';
import { crumbs } from '../primitives/crumbs.ts';
import { chainFaultRules, describeChainFault } from './chain-fault.errors.ts';
import { type ChainReport, checkChain } from './check-chain.ts';
import type { HeaderEntry } from './header-entry.ts';

const HEIGHT = 12;
const network = testNetwork({ rewardMaturityBlocks: 3, allocations: testAllocations(3, 1_000) });
const { blocks } = buildChain(network, HEIGHT, genesisPlace(network), (index) => ({
  recipient: testKey(7).account,
  transactions: [
    testTransfer(network, { from: 0, to: 1, nonce: index, amount: 3, fee: 1 }),
    testTransfer(network, { from: 1, to: 4 + (index % 2), nonce: index, amount: 1, fee: 1 }),
  ],
}));

let test: TestChain<FaultyChainStore>;

beforeEach(async () => {
  test = await openTestChain(network);
  await takeAll(test.chain, blocks);
  await test.chain.close();
});

function check(depth?: number): Promise<ChainReport> {
  return checkChain(test.store, network, { clock: test.clock, ...(depth === undefined ? {} : { depth }) });
}

function blockAt(height: number): Block {
  return blocks[height - 1] as Block;
}

async function setEntry(height: number, change: Partial<HeaderEntry>): Promise<void> {
  const entry = (await test.store.entryAt(height)) as HeaderEntry;
  await test.store.write({ ...nothing, entries: [{ ...entry, ...change }] });
}

function setAccount(seed: number, state: AccountState | undefined): Promise<void> {
  return test.store.write({ ...nothing, accounts: new Map([[testKey(seed).account, state]]) });
}

const nothing = {
  entries: [],
  bodies: [],
  disconnected: [],
  connected: [],
  accounts: new Map(),
  tip: undefined,
  durability: 'full',
} as const;

describe('the check of a chain', () => {
  it('finds nothing in a good one, whole or in part, and says how far it is', async () => {
    const progress: number[] = [];
    const whole = await checkChain(test.store, network, {
      clock: test.clock,
      onProgress: (done, all) => progress.push(done / all),
    });
    expect(whole).toEqual({
      height: HEIGHT,
      faults: [],
      count: 0,
      isOnlyBodies: true,
      lowestBody: undefined,
      lowestHeader: undefined,
    });
    expect(progress).toHaveLength(HEIGHT + 1);
    expect(progress.at(-1)).toBe(1);
    for (const depth of [1, 2, 5, HEIGHT, HEIGHT + 1]) expect((await check(depth)).faults).toEqual([]);
  });

  it('finds nothing in a new store, and nothing in one with genesis alone', async () => {
    const fresh = await openTestChain(network);
    expect((await checkChain(fresh.store, network, { clock: test.clock })).faults).toEqual([]);
  });

  it('stops when it is cancelled', async () => {
    const cancellation = new AbortController();
    const seen: number[] = [];
    await checkChain(test.store, network, {
      clock: test.clock,
      cancellation: cancellation.signal,
      onProgress: (done) => {
        seen.push(done);
        if (done === 2) cancellation.abort();
      },
    });
    expect(seen).toEqual([1, 2]);
  });

  it('names a lost body and a damaged one, and which is the lowest', async () => {
    test.store.lose(blockAt(9).hash);
    test.store.tamper(blockAt(5).hash, (bytes) => bytes.fill(1, 92, 112));
    const report = await check();
    expect(report.faults.map((fault) => [fault.code, 'height' in fault && fault.height])).toEqual([
      ['chain-fault-body', 9],
      ['chain-fault-body', 5],
    ]);
    expect(report).toMatchObject({ count: 2, lowestBody: 5, lowestHeader: undefined });
  });

  it('does not miss bodies that were pruned', async () => {
    await test.chain.prune({ bodiesBelow: 5, undoBelow: 8 }, 1_000);
    expect((await check()).faults).toEqual([]);
    test.store.lose(blockAt(5).hash);
    expect((await check()).faults).toMatchObject([{ code: 'chain-fault-body', height: 5 }]);
  });

  it.each([
    ['lost', undefined],
    ['cut', new Uint8Array(36)],
    ['of other accounts', new Uint8Array(0)],
  ])('names undo data that is %s', async (_what, bytes) => {
    test.store.tamperUndo(blockAt(10).hash, bytes);
    const { faults } = await check(5);
    expect(faults).toEqual([{ code: 'chain-fault-undo', height: 10, detail: expect.any(String) }]);
  });

  it('names an account that is not what its last block left, though the sum is right', async () => {
    const [first, second] = [0, 1].map((seed) => testKey(seed).account);
    const states = await test.store.accounts([first, second] as Parameters<typeof test.store.accounts>[0]);
    for (const [seed, account, change] of [
      [0, first, 1],
      [1, second, -1],
    ] as const) {
      const state = states.get(account as NonNullable<typeof account>) as AccountState;
      await setAccount(seed, { ...state, balance: crumbs(state.balance + change) });
    }
    const { faults } = await check(1);
    expect(faults).toMatchObject([{ code: 'chain-fault-account', height: HEIGHT }]);
  });

  it('names an account that no block has touched, over the whole chain', async () => {
    await setAccount(2, { balance: crumbs(999), nonce: 0 });
    await setAccount(8, { balance: crumbs(1), nonce: 0 });
    expect((await check(5)).faults).toEqual([]);
    expect((await check()).faults).toEqual([{ code: 'chain-fault-account', height: 0, account: testKey(2).account }]);
    await setAccount(2, { balance: crumbs(1_000), nonce: 0 });
    expect((await check()).faults.map(({ code }) => code)).toEqual(['chain-fault-account', 'chain-fault-supply']);
  });

  it('names money that is too much or too little', async () => {
    await setAccount(2, { balance: crumbs(1_001), nonce: 0 });
    const [fault] = (await check(2)).faults;
    expect(fault).toMatchObject({ code: 'chain-fault-supply' });
    if (fault?.code !== 'chain-fault-supply') throw new Error('another fault');
    expect(BigInt(fault.found) - BigInt(fault.expected)).toBe(1n);
  });

  it.each([
    ['another difficulty', { ruledTarget: 1n }],
    ['other work', { totalWork: 1n }],
  ])('names a header that is stored with %s', async (_what, change) => {
    await setEntry(6, change);
    const report = await check();
    expect(report.faults).toContainEqual({ code: 'chain-fault-header', height: 6, detail: expect.any(String) });
    expect(report.lowestHeader).toBe(6);
  });

  it('names a header that is another block’s', async () => {
    await setEntry(6, { header: blockAt(7).header });
    expect((await check()).lowestHeader).toBe(6);
  });

  it('names a tip that is not the last block', async () => {
    test.store.tip = async () => blockAt(4).hash;
    expect((await check(1)).faults).toEqual([
      { code: 'chain-fault-tip', tip: blockAt(4).hash, top: blockAt(HEIGHT).hash },
    ]);
  });

  it('names a genesis block that is not the network’s', async () => {
    const other = testNetwork({ rewardMaturityBlocks: 2 });
    const { faults } = await checkChain(test.store, other, { clock: test.clock });
    expect(faults).toContainEqual({
      code: 'chain-fault-genesis',
      found: network.genesisHash,
      expected: other.genesisHash,
    });
  });

  it('has a rule for each fault, and a sentence', async () => {
    for (const sentence of Object.values(chainFaultRules)) expect(sentence).toMatch(/^[A-Z].{20,}\.$/);
    test.store.lose(blockAt(9).hash);
    const [fault] = (await check()).faults;
    expect(fault && describeChainFault(fault)).toBe(
      `The body at height 9 is wrong: the stored body of ${blockAt(9).hash} is lost.`,
    );
  });
});
