import { buildBlock, genesisPlace } from '#test/build-block';
import { testNetwork } from '#test/network';
import { testTransfer } from '#test/transfer';
import { hashFromBytes } from '../primitives/hash.ts';
import type { Transaction } from '../transaction/transaction.ts';
import { deliveryRules } from './block.errors.ts';
import { assembleBlock } from './block.ts';
import { checkDelivery } from './delivery-rules.ts';

const network = testNetwork();
const transactions = [0, 1, 2, 3].map((nonce) => testTransfer(network, { from: 0, to: 1, nonce }));
const honest = buildBlock(network, genesisPlace(network), { transactions });
const { header, reward } = honest;
const LARGEST = honest.bytes.length;

describe('a delivered body', () => {
  it('is right when it is the one that the header names', () => {
    expect(checkDelivery(honest, LARGEST)).toBeUndefined();
    expect(checkDelivery(network.genesis, LARGEST)).toBeUndefined();
  });

  it('has at most as many bytes as the network allows', () => {
    const [bytes, maximum] = [LARGEST, LARGEST - 1];
    expect(checkDelivery(honest, maximum)).toEqual({ code: 'block-too-large', bytes, maximum });
  });

  it.each([
    ['lacks a transaction', transactions.slice(1)],
    ['has one more', [...transactions, testTransfer(network, { from: 0, to: 1, nonce: 4 })]],
    ['has them in another order', [...transactions].reverse()],
    ['has another one', transactions.with(2, testTransfer(network, { from: 0, to: 2, nonce: 2 }))],
    ['is empty', []],
  ])('is refused when it %s', (_what, list: readonly Transaction[]) => {
    const block = assembleBlock(header, reward, list);
    expect(checkDelivery(block, LARGEST * 2)).toEqual({
      code: 'block-merkle-root-mismatch',
      merkleRoot: header.merkleRoot,
      computed: hashFromBytes(block.computeMerkleRoot()),
    });
  });

  it('is refused when it has another block’s reward', () => {
    const other = buildBlock(network, genesisPlace(network), { transactions, extraNonce: 1 });
    const block = assembleBlock(header, other.reward, transactions);
    expect(checkDelivery(block, LARGEST)?.code).toBe('block-merkle-root-mismatch');
  });

  it('is refused when it repeats a transaction, though the root be the same (CVE-2012-2459)', () => {
    // Reward and four make five leaves, whose last stands for itself: with it once more and twice, the root is shared.
    const last = transactions[3] as Transaction;
    const twin = assembleBlock(header, reward, [...transactions, last]);
    expect(twin.computeMerkleRoot()).toEqual(honest.computeMerkleRoot());
    expect(checkDelivery(twin, LARGEST * 2)).toEqual({ code: 'block-repeated-transaction', id: last.id });
    const quadruplet = assembleBlock(header, reward, [...transactions, last, last, last]);
    expect(quadruplet.computeMerkleRoot()).toEqual(honest.computeMerkleRoot());
    expect(checkDelivery(quadruplet, LARGEST * 2)?.code).toBe('block-repeated-transaction');
  });

  it('is refused when its own header names a repeated transaction', () => {
    const [first, second] = transactions as [Transaction, Transaction];
    const block = buildBlock(network, genesisPlace(network), { transactions: [first, second, first] });
    expect(checkDelivery(block, LARGEST)).toEqual({ code: 'block-repeated-transaction', id: first.id });
  });

  it('is judged by rules that each have a sentence', () => {
    for (const sentence of Object.values(deliveryRules)) expect(sentence).toMatch(/^[A-Z].{20,}\.$/);
  });
});
