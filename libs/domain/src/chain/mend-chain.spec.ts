import { buildBlock, buildChain, genesisPlace, placeAfter } from '#test/build-block';
import type { FaultyChainStore } from '#test/faulty-chain-store';
import { testKey } from '#test/keys';
import { testAllocations, testNetwork } from '#test/network';
import { RecordingLog } from '#test/recording-log';
import { bestHashes, openTestChain, openTestChainOn, stateOf, type TestChain, takeAll } from '#test/test-chain';
import { testTransfer } from '#test/transfer';
import type { Block } from '../block/block.ts';
import { crumbs } from '../primitives/crumbs.ts';
import { MAX_COMPLETED_BLOCKS } from './candidates.ts';
import type { ChainWrite } from './chain-store.port.ts';
import { checkChain } from './check-chain.ts';
import type { HeaderEntry } from './header-entry.ts';
import { CHECKED_AT_START_BLOCKS, mendChain } from './mend-chain.ts';
import { repairChain } from './repair-chain.ts';

const HEIGHT = 90;
const network = testNetwork({ rewardMaturityBlocks: 3, allocations: testAllocations(3, 10_000) });
const { blocks, place } = buildChain(network, HEIGHT, genesisPlace(network), (index) => ({
  recipient: testKey(7).account,
  transactions: [testTransfer(network, { from: 0, to: 1, nonce: index, amount: 3, fee: 1 })],
}));
const NOTHING: ChainWrite = {
  entries: [],
  bodies: [],
  disconnected: [],
  connected: [],
  accounts: new Map(),
  tip: undefined,
  durability: 'full',
};

let test: TestChain<FaultyChainStore>;
let log: RecordingLog;

beforeEach(async () => {
  test = await openTestChain(network);
  await test.chain.acceptAll(blocks, 'normal');
  await test.chain.close();
  log = new RecordingLog();
});

function blockAt(height: number): Block {
  return blocks[height - 1] as Block;
}

function mend() {
  return mendChain({ store: test.store, network, clock: test.clock, log });
}

/** Repairs by a check of the whole chain, as the operator's command does. */
async function repairAll() {
  const report = await checkChain(test.store, network, { clock: test.clock });
  return repairChain(test.store, network, report, { clock: test.clock });
}

/** Opens the chain again and finds everything sound and as it was before. */
async function expectWhole(): Promise<void> {
  const { chain } = await openTestChainOn(test.store, network, { clock: test.clock });
  expect(await bestHashes(chain)).toEqual(blocks.map(({ hash }) => hash));
  expect(await stateOf(chain, 0)).toEqual({ balance: 10_000 - HEIGHT * 4, nonce: HEIGHT });
  await chain.close();
  expect((await checkChain(test.store, network, { clock: test.clock })).faults).toEqual([]);
}

describe('a start', () => {
  it('finds a good chain good by its newest blocks, and changes and says nothing', async () => {
    test.store.writes.length = 0;
    expect(await mend()).toEqual({ ok: true, value: { kind: 'none', height: HEIGHT, fetchFrom: undefined } });
    expect([test.store.writes, log.lines]).toEqual([[], []]);
  });

  it('makes wrong accounts again from the blocks, and says so', async () => {
    const account = testKey(2).account;
    await test.store.write({ ...NOTHING, accounts: new Map([[account, { balance: crumbs(1), nonce: 9 }]]) });
    const mended = await mend();
    expect(mended).toEqual({ ok: true, value: { kind: 'taken-apart', height: 0, fetchFrom: undefined } });
    expect(JSON.stringify(log.lines)).toContain('chain-fault-supply');
    await expectWhole();
  });

  it('makes lost undo data again from the blocks', async () => {
    test.store.tamperUndo(blockAt(HEIGHT - 1).hash, undefined);
    expect(await mend()).toMatchObject({ ok: true, value: { kind: 'taken-apart', fetchFrom: undefined } });
    await expectWhole();
  });

  it('cuts the chain below a lost body, and the same blocks make it whole when they come again', async () => {
    const lost = HEIGHT - 5;
    test.store.lose(blockAt(lost).hash);
    expect(await mend()).toEqual({ ok: true, value: { kind: 'shortened', height: lost - 1, fetchFrom: lost } });
    const { chain } = await openTestChainOn(test.store, network, { clock: test.clock });
    expect([chain.tip.height, chain.bestHeader.height]).toEqual([lost - 1, HEIGHT]);
    expect(await stateOf(chain, 0)).toEqual({ balance: 10_000 - (lost - 1) * 4, nonce: lost - 1 });
    const outcomes = await takeAll(chain, blocks.slice(lost - 1));
    expect(new Set(outcomes)).toEqual(new Set(['connected']));
    await chain.close();
    await expectWhole();
  });

  it('refuses a store that stays wrong', async () => {
    test.store.tip = async () => blockAt(4).hash;
    expect(await mend()).toMatchObject({ ok: false, refusal: { code: 'chain-unmendable' } });
  });
});

describe('a repair', () => {
  it('finds what is older than a start looks at', async () => {
    const old = HEIGHT - CHECKED_AT_START_BLOCKS - 20;
    test.store.tamper(blockAt(old).hash, (bytes) => bytes.fill(1, 92, 112));
    expect(await mend()).toMatchObject({ value: { kind: 'none' } });
    expect(await repairAll()).toEqual({ kind: 'shortened', height: old - 1, fetchFrom: old });
    const { chain } = await openTestChainOn(test.store, network, { clock: test.clock });
    await takeAll(chain, blocks.slice(old - 1));
    await chain.close();
    await expectWhole();
  });

  it('of a body and accounts at once puts together what is below and fetches the rest', async () => {
    test.store.lose(blockAt(60).hash);
    await test.store.write({ ...NOTHING, accounts: new Map([[testKey(1).account, undefined]]) });
    expect(await repairAll()).toEqual({ kind: 'taken-apart', height: 0, fetchFrom: 60 });
    const { chain } = await openTestChainOn(test.store, network, { clock: test.clock });
    expect(chain.tip.height).toBe(59);
    await takeAll(chain, blocks.slice(59));
    await chain.close();
    await expectWhole();
  });

  it('of a header forgets it and what stands on it', async () => {
    const entry = (await test.store.entryAt(50)) as HeaderEntry;
    await test.store.write({ ...NOTHING, entries: [{ ...entry, totalWork: 1n }] });
    expect(await repairAll()).toEqual({ kind: 'taken-apart', height: 0, fetchFrom: 50 });
    expect(await test.store.entry(entry.hash)).toBeUndefined();
    const { chain } = await openTestChainOn(test.store, network, { clock: test.clock });
    expect([chain.tip.height, chain.bestHeader.height]).toEqual([49, 49]);
    await takeAll(chain, blocks.slice(49));
    await chain.close();
    await expectWhole();
  });

  it('where bodies were pruned begins anew from other peers', async () => {
    const heights = { bodiesBelow: 20, undoBelow: 24 };
    while ((await test.store.prune(heights, 10)) === 10);
    await test.store.write({ ...NOTHING, accounts: new Map([[testKey(1).account, undefined]]) });
    expect(await repairAll()).toEqual({ kind: 'taken-apart', height: 0, fetchFrom: 1 });
    const { chain } = await openTestChainOn(test.store, network, { clock: test.clock });
    expect([chain.tip.height, chain.bestHeader.height]).toEqual([0, HEIGHT]);
    await takeAll(chain, blocks);
    await chain.close();
    await expectWhole();
  });

  it('that is killed after any of its writes is finished by the next', async () => {
    test.store.lose(blockAt(10).hash);
    let writes = 0;
    for (;;) {
      test.store.failingWrites = 0;
      const { store } = test;
      const write = store.write.bind(store);
      let left = writes;
      store.write = async (change) => {
        if (left-- === 0) throw new Error('killed');
        return write(change);
      };
      const outcome = await repairAll().catch((error: Error) => error.message);
      store.write = write;
      if (outcome !== 'killed') break;
      writes++;
      const { chain } = await openTestChainOn(store, network, { clock: test.clock });
      expect([9, 26, 90]).toContain(chain.tip.height);
      await chain.close();
    }
    expect(writes).toBeGreaterThan(1);
    const { chain } = await openTestChainOn(test.store, network, { clock: test.clock });
    await takeAll(chain, blocks.slice(9));
    await chain.close();
    await expectWhole();
  });
});

describe('opening a chain whose stored blocks wait to be connected', () => {
  it('asks again for one that turns out damaged, and goes on with the others below it', async () => {
    await test.store.write({ ...NOTHING, accounts: new Map([[testKey(1).account, undefined]]) });
    expect(await repairAll()).toMatchObject({ kind: 'taken-apart', fetchFrom: undefined });
    test.store.tamper(blockAt(40).hash, (bytes) => bytes.fill(1, 92, 112));
    const { chain } = await openTestChainOn(test.store, network, { clock: test.clock, log });
    expect([chain.tip.height, chain.bestHeader.height]).toEqual([39, HEIGHT]);
    expect(JSON.stringify(log.lines)).toContain('damaged');
    expect(await takeAll(chain, blocks.slice(39, 40))).toEqual(['connected']);
    expect(chain.tip.height).toBe(HEIGHT);
    await chain.close();
    await expectWhole();
  });

  it('connects them some to a write', async () => {
    await test.store.write({ ...NOTHING, accounts: new Map([[testKey(1).account, undefined]]) });
    await repairAll();
    test.store.writes.length = 0;
    await openTestChainOn(test.store, network, { clock: test.clock });
    const sizes = test.store.writes.map(({ connected }) => connected.length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(HEIGHT);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(32);
    expect(test.store.writes.at(-1)?.durability).toBe('full');
  });

  it('leaves a block that breaks a rule and everything on it, and follows what is left', async () => {
    const bad = buildBlock(network, place, { rewardAmount: 1 });
    const next = buildBlock(network, placeAfter(network, place, bad.header));
    const { chain } = await openTestChainOn(test.store, network, { clock: test.clock });
    await chain.acceptHeaders([bad.header, next.header]);
    const entries = (await Promise.all([bad, next].map(({ hash }) => chain.find(hash)))) as HeaderEntry[];
    await chain.close();
    await test.store.write({
      ...NOTHING,
      entries: entries.map((entry, index) => ({ ...entry, status: 'body', arrival: 100 + index })),
      bodies: [bad, next],
    });
    const again = await openTestChainOn(test.store, network, { clock: test.clock });
    expect(again.chain.tip.height).toBe(HEIGHT);
    expect((await again.chain.find(next.hash))?.status).toBe('invalid');
  });

  it('connects what one block completes in parts as well, when it is very much', async () => {
    const long = buildChain(network, 2 * MAX_COMPLETED_BLOCKS + 100);
    const [first, ...others] = long.blocks as [Block, ...Block[]];
    const { chain, store } = await openTestChain(network);
    await chain.acceptHeaders(long.blocks.map(({ header }) => header));
    await chain.acceptAll(others.reverse(), 'normal');
    expect(chain.tip.height).toBe(0);
    store.writes.length = 0;
    expect(await takeAll(chain, [first])).toEqual(['connected']);
    expect(chain.tip.hash).toBe(long.place.parent.hash);
    expect(Math.max(...store.writes.map(({ connected }) => connected.length))).toBe(MAX_COMPLETED_BLOCKS);
  });
});
