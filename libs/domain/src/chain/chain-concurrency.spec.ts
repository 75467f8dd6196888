import { buildBlock, genesisPlace, placeAfter } from '#test/build-block';
import { testKey } from '#test/keys';
import { testAllocations, testNetwork } from '#test/network';
import { SeededRandom } from '#test/seeded-random';
import { openTestChain } from '#test/test-chain';
import { testTransfer } from '#test/transfer';
import { assembleBlock, type Block } from '../block/block.ts';
import { randomInteger } from '../primitives/random.port.ts';
import { checkChain } from './check-chain.ts';
import type { HeaderPlace } from './header-context-rules.ts';

const network = testNetwork({ rewardMaturityBlocks: 2, allocations: testAllocations(3, 100_000) });
const BLOCKS = 24;
const SENDERS = 4;

interface Grown {
  readonly block: Block;
  readonly place: HeaderPlace;
  readonly height: number;
  /** Neither it nor one below breaks a rule. */
  readonly valid: boolean;
  readonly payments: number;
}

/** A tree of blocks: some pay, some break the ledger's rules. */
function grow(random: SeededRandom): Grown[] {
  const root = { place: genesisPlace(network), height: 0, valid: true, payments: 0 };
  const grown: Grown[] = [];
  for (let extraNonce = 0; extraNonce < BLOCKS; extraNonce++) {
    const recent = grown.slice(-6);
    const below = recent[randomInteger(random, recent.length + 1)] ?? grown.at(-1) ?? root;
    const isBad = randomInteger(random, 8) === 0;
    const pays = randomInteger(random, 2) === 0;
    const transactions = pays ? [testTransfer(network, { from: 0, to: 1, nonce: below.payments, fee: 5 })] : [];
    const recipient = testKey(randomInteger(random, 3)).account;
    const wish = { transactions, extraNonce, recipient, ...(isBad ? { rewardAmount: 1 } : {}) };
    const block = buildBlock(network, below.place, wish);
    const place = placeAfter(network, below.place, block.header);
    const payments = below.payments + transactions.length;
    grown.push({ block, place, height: below.height + 1, valid: below.valid && !isBad, payments });
  }
  return grown;
}

function shuffled<Item>(random: SeededRandom, items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, order: randomInteger(random, 2 ** 32) }))
    .sort((left, right) => left.order - right.order)
    .map(({ item }) => item);
}

/** The same header with a body that is not its own. */
function garbled({ header, reward }: Block, other: Block): Block {
  return assembleBlock(header, other.reward === reward ? reward : other.reward, []);
}

describe('many senders at the same time', () => {
  it.each([1, 2, 3, 4, 5, 6])('in any order, with lies in between, lead to the best valid chain (%i)', async (seed) => {
    const random = new SeededRandom(seed);
    const grown = grow(random);
    let test = await openTestChain(network);
    const deliver = async () => {
      for (const { block } of shuffled(random, grown)) {
        const other = (grown[randomInteger(random, grown.length)] as Grown).block;
        const what = randomInteger(random, 4);
        if (what === 0) await test.chain.accept(garbled(block, other));
        else if (what === 1) await test.chain.acceptHeaders([block.header]);
        else if (what === 2) await test.chain.acceptAll([other, block], 'normal');
        else await test.chain.accept(block);
      }
    };
    await Promise.all(Array.from({ length: SENDERS }, deliver));
    test = await test.restart();
    for (const { block } of grown) await test.chain.accept(block);
    const best = Math.max(0, ...grown.filter(({ valid }) => valid).map(({ height }) => height));
    expect(test.chain.tip.height).toBe(best);
    expect(grown.find(({ block }) => block.hash === test.chain.tip.hash)?.valid ?? true).toBe(true);
    for (const { block, valid } of grown) {
      const status = (await test.chain.find(block.hash))?.status;
      if (valid) expect(status).not.toBe('invalid');
      else expect(status).not.toBe('connected');
    }
    await test.chain.close();
    expect((await checkChain(test.store, network, { clock: test.clock })).faults).toEqual([]);
  });
});
