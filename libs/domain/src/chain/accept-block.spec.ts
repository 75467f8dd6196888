import { type BlockWish, buildBlock, buildChain, genesisPlace, placeAfter } from '#test/build-block';
import { testKey } from '#test/keys';
import { mineNot } from '#test/mine';
import { testAllocations, testNetwork } from '#test/network';
import { openTestChain, takeAll } from '#test/test-chain';
import { testTransfer } from '#test/transfer';
import { assembleBlock, type Block, decodeBlock } from '../block/block.ts';
import type { Header, HeaderFields } from '../block/header.ts';
import { crumbs } from '../primitives/crumbs.ts';
import {
  assembleTransaction,
  encodeTransactionBody,
  type Transaction,
  type TransactionBody,
  transactionDigest,
} from '../transaction/transaction.ts';
import type { BlockRefusal } from './chain.errors.ts';

const network = testNetwork({
  retarget: true,
  targetSpacingSeconds: 10,
  minTimestampStepSeconds: 1,
  easiestBits: 0x2070ffff,
  startingBits: 0x2070ffff,
  allocations: testAllocations(3, 1_000_000),
});
const genesis = genesisPlace(network);
const { initialSubsidy: subsidy } = network.parameters;

/** A block on genesis whose only transaction has a body that is wrong on purpose, signed all the same. */
function paying(change: Partial<TransactionBody>): BlockWish {
  const { nonce, recipient, fee, memo, sender } = testTransfer(network, { from: 0, to: 1, nonce: 0 });
  const body = { version: 1, chainId: network.chainId, sender, nonce, recipient, amount: crumbs(1), fee, memo };
  const bytes = encodeTransactionBody({ ...body, ...change });
  const transaction = assembleTransaction(bytes, testKey(0).sign(transactionDigest(network.genesisHash, bytes)));
  return { transactions: [transaction], rewardAmount: subsidy + transaction.fee };
}

function forged(): Transaction {
  const { bodyBytes } = testTransfer(network, { from: 0, to: 1, nonce: 0 });
  return assembleTransaction(bodyBytes, testKey(1).sign(transactionDigest(network.genesisHash, bodyBytes)));
}

const notOnCurve = Uint8Array.of(2, ...new Uint8Array(31), 5);
const timestamp = network.parameters.genesisTimeSeconds;
const { maxSupply } = network;

/** Every rule that makes a block invalid for ever: what breaks it, its code. */
const BREACHES: readonly (readonly [string, BlockWish, BlockRefusal['code']])[] = [
  ['a transaction of another version', paying({ version: 2 }), 'transaction-version'],
  ['a transaction of another chain id', paying({ chainId: network.chainId ^ 1 }), 'transaction-wrong-chain'],
  ['a sender who is no compressed key', paying({ sender: new Uint8Array(33).fill(4) }), 'transaction-sender-prefix'],
  ['a sender who is on no curve', paying({ sender: notOnCurve }), 'transaction-sender-not-on-curve'],
  ['a payment of nothing', paying({ amount: crumbs(0) }), 'transaction-amount-zero'],
  ['a payment of more than there is', paying({ amount: crumbs(maxSupply + 1) }), 'transaction-amount-too-large'],
  [
    'a payment and fee of more than there is',
    { ...paying({ amount: maxSupply, fee: crumbs(1) }), rewardAmount: subsidy },
    'transaction-total-too-large',
  ],
  ['a forged signature', { transactions: [forged()] }, 'transaction-signature-invalid'],
  ['an unsigned payment', { transactions: [unsigned()] }, 'transaction-signature-invalid'],
  ['a reward of more than there is', { rewardAmount: maxSupply + 1 }, 'reward-too-large'],
  ['a reward for another height', { rewardHeight: 2 }, 'reward-height'],
  ['a reward that is too big by a crumb', { rewardAmount: subsidy + 1 }, 'ledger-reward-amount'],
  ['a reward that is too small by a crumb', { rewardAmount: subsidy - 1 }, 'ledger-reward-amount'],
  ['a reward of nothing', { rewardAmount: 0 }, 'ledger-reward-amount'],
  ['a nonce too high', { transactions: [testTransfer(network, { from: 0, to: 1, nonce: 1 })] }, 'ledger-nonce'],
  [
    'a payment of more than its sender has',
    { transactions: [testTransfer(network, { from: 0, to: 1, nonce: 0, amount: 1_000_000, fee: 1 })] },
    'ledger-balance-insufficient',
  ],
];

function unsigned(): Transaction {
  return assembleTransaction(testTransfer(network, { from: 0, to: 1, nonce: 0 }).bodyBytes, new Uint8Array(64));
}

describe('a block that breaks a rule of its body', () => {
  it.each(BREACHES)('is refused and remembered, also after a restart: %s', async (_what, wish, code) => {
    const test = await openTestChain(network);
    const bad = buildBlock(network, genesis, wish);
    expect(await takeAll(test.chain, [bad, bad])).toEqual([code, 'block-known-invalid']);
    expect(test.chain.tip.height).toBe(0);
    const { chain } = await test.restart();
    const child = buildBlock(network, placeAfter(network, genesis, bad.header));
    expect(await takeAll(chain, [bad, child])).toEqual(['block-known-invalid', 'block-previous-invalid']);
    expect((await chain.find(bad.hash))?.invalidCode).toBe(code);
    expect(await takeAll(chain, [buildBlock(network, genesis)])).toEqual(['connected']);
  });
});

/** Every rule of a header: nothing of it is remembered, to judge it again is cheaper. */
const HEADER_BREACHES: readonly (readonly [string, () => Header, BlockRefusal['code']])[] = [
  ['another version', () => wrongHeader({ version: 1 }), 'header-version'],
  ['a version that is nearly right', () => wrongHeader({ version: 0x20000001 }), 'header-version'],
  ['bits of nothing', () => headerOf({ bits: 0 }), 'header-bits-invalid'],
  ['negative bits', () => headerOf({ bits: 0x1f810000 }), 'header-bits-invalid'],
  ['bits that overflow', () => headerOf({ bits: 0x237fffff }), 'header-bits-invalid'],
  ['a target that is too easy', () => headerOf({ bits: 0x207fffff }), 'header-target-too-easy'],
  ['no work', () => mineNot(buildBlock(network, genesis, { mined: false }).header), 'header-work-insufficient'],
  ['a target that is too hard', () => wrongHeader({ bits: 0x2070fffe }), 'header-bits-wrong'],
  ['the time of its parent', () => wrongHeader({ timestamp }), 'header-time-too-early'],
];

function wrongHeader(header: Partial<HeaderFields>): Header {
  return buildBlock(network, genesis, { header }).header;
}

function headerOf(header: Partial<HeaderFields>): Header {
  return buildBlock(network, genesis, { header, mined: false }).header;
}

describe('a block that breaks a rule of its header', () => {
  it.each(HEADER_BREACHES)('is refused, with or without its body: %s', async (_what, make, code) => {
    const { chain } = await openTestChain(network);
    const header = make();
    const { reward } = buildBlock(network, genesis);
    const block = assembleBlock(header, reward, []);
    expect(await takeAll(chain, [block, block])).toEqual([code, code]);
    expect((await chain.acceptHeaders([header])).refusal?.code).toBe(code);
    expect(await chain.find(header.hash)).toBeUndefined();
  });

  it('may use the version bits that BIP 320 leaves to miners', async () => {
    const { chain } = await openTestChain(network);
    const block = buildBlock(network, genesis, { header: { version: 0x2000_0000 | 0x1fff_e000 } });
    expect(await takeAll(chain, [block])).toEqual(['connected']);
  });
});

/** The block with its body garbled on the way. */
function garbled(block: Block): Block[] {
  const changedReward = block.bytes.slice();
  changedReward[100] = (changedReward[100] as number) ^ 1;
  const last = block.transactions.at(-1) as Transaction;
  return [
    decoded(changedReward),
    assembleBlock(block.header, block.reward, block.transactions.slice(0, -1)),
    assembleBlock(block.header, block.reward, [...block.transactions].reverse()),
    assembleBlock(block.header, block.reward, [...block.transactions, last]),
  ];
}

function decoded(bytes: Uint8Array): Block {
  const result = decodeBlock(bytes);
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
}

describe('a block whose body a liar garbled', () => {
  const transactions = [0, 1].map((nonce) => testTransfer(network, { from: 0, to: 1, nonce }));
  const honest = buildBlock(network, genesis, { transactions });

  it('is the liar’s fault alone: it still connects when it comes whole', async () => {
    const { chain } = await openTestChain(network);
    for (const lie of garbled(honest)) {
      expect(lie.hash).toBe(honest.hash);
      const [outcome] = await takeAll(chain, [lie]);
      expect(outcome).toMatch(/^block-(merkle-root-mismatch|repeated-transaction)$/);
      expect(await chain.find(honest.hash)).toBeUndefined();
    }
    expect(await takeAll(chain, [honest])).toEqual(['connected']);
  });

  it('keeps its header when that was known, and connects in the same batch', async () => {
    const { chain } = await openTestChain(network);
    await chain.acceptHeaders([honest.header]);
    const outcomes = await chain.acceptAll([...garbled(honest), honest], 'normal');
    expect(outcomes.map(({ kind }) => kind)).toEqual(['refused', 'refused', 'refused', 'refused', 'connected']);
  });

  it('may repeat its last transactions under the very same root (CVE-2012-2459) and is not believed', async () => {
    const { chain } = await openTestChain(network);
    // Three leaves with the reward: the tree itself repeats the last, so a repeated last one changes no root.
    const twin = assembleBlock(honest.header, honest.reward, [...transactions, transactions[1] as Transaction]);
    expect(twin.computeMerkleRoot()).toEqual(honest.computeMerkleRoot());
    expect(await takeAll(chain, [twin, honest])).toEqual(['block-repeated-transaction', 'connected']);
  });

  it('may not be larger than the network allows', async () => {
    const small = testNetwork({ maxBlockBytes: 1_000, allocations: testAllocations(1, 1_000) });
    const { chain } = await openTestChain(small);
    const many = [0, 1, 2, 3, 4, 5].map((nonce) => testTransfer(small, { from: 0, to: 1, nonce }));
    const large = buildBlock(small, genesisPlace(small), { transactions: many });
    expect(large.bytes.length).toBeGreaterThan(1_000);
    expect(await takeAll(chain, [large, large])).toEqual(['block-too-large', 'block-too-large']);
    expect(await chain.find(large.hash)).toBeUndefined();
    const fitting = buildBlock(small, genesisPlace(small), { transactions: many.slice(0, 5) });
    expect(await takeAll(chain, [fitting])).toEqual(['connected']);
  });
});

describe('a block whose previous one is unknown', () => {
  it('waits: it is neither kept nor held against anybody, and connects when its turn comes', async () => {
    const { chain, store } = await openTestChain(network);
    const { blocks } = buildChain(network, 2);
    const writes = store.writes.length;
    const [first, second] = blocks as [Block, Block];
    expect(await takeAll(chain, [second])).toEqual(['block-previous-unknown']);
    expect(store.writes.length).toBe(writes);
    expect(await takeAll(chain, [first, second])).toEqual(['connected', 'connected']);
  });

  it('is judged when its turn comes, not before', async () => {
    const { chain } = await openTestChain(network);
    const { blocks, place } = buildChain(network, 1);
    const bad = buildBlock(network, place, { rewardAmount: 0 });
    const outcomes = await takeAll(chain, [bad, ...blocks, bad]);
    expect(outcomes).toEqual(['block-previous-unknown', 'connected', 'ledger-reward-amount']);
  });
});

describe('a block of another network', () => {
  it('has no place here', async () => {
    const { chain } = await openTestChain(network);
    const other = testNetwork({ ...network.parameters, name: 'other' });
    expect(await takeAll(chain, buildChain(other, 1).blocks)).toEqual(['block-previous-unknown']);
  });
});
