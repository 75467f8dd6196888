import fc from 'fast-check';
import { buildBlock, genesisPlace } from '#test/build-block';
import { mutationsOf } from '#test/mutations';
import { testNetwork } from '#test/network';
import { sszBlock } from '#test/ssz-types';
import { testTransfer } from '#test/transfer';
import { equalBytes, toHex, writeUint32 } from '../primitives/bytes.ts';
import type { Crumbs } from '../primitives/crumbs.ts';
import { accountFromBytes } from '../transaction/account.ts';
import { assembleTransaction, encodeTransactionBody } from '../transaction/transaction.ts';
import {
  assembleBlock,
  type Block,
  bytesInBlock,
  decodeBlock,
  emptyBlockBytes,
  MAX_BLOCK_TRANSACTIONS,
} from './block.ts';
import { Header } from './header.ts';
import { encodeReward, Reward } from './reward.ts';

const bytesOf = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const number = fc.maxSafeNat() as fc.Arbitrary<Crumbs>;

const transactions = fc
  .record({ sender: bytesOf(33), recipient: bytesOf(20), amount: number, memo: fc.uint8Array({ maxLength: 256 }) })
  .map(({ sender, recipient, amount, memo }) => {
    const body = { version: 1, chainId: 7, sender, nonce: 1, recipient: accountFromBytes(recipient), amount };
    return assembleTransaction(encodeTransactionBody({ ...body, fee: 2 as Crumbs, memo }), new Uint8Array(64).fill(3));
  });

const rewards = fc
  .record({ amount: number, extra: fc.uint8Array({ minLength: 32, maxLength: 96 }) })
  .map(({ amount, extra }) => {
    const fields = { height: 4, recipient: accountFromBytes(new Uint8Array(20).fill(5)), amount, extra };
    return new Reward(encodeReward(fields), amount);
  });

const blocks = fc
  .tuple(bytesOf(80), rewards, fc.array(transactions, { maxLength: 6 }))
  .map(([header, reward, list]) => assembleBlock(new Header(header), reward, list));

/** The reference library's form of the same block. */
function referenceBytes({ header, reward, transactions: list }: Block): Uint8Array {
  const { fields } = sszBlock;
  return sszBlock.serialize({
    header: fields.header.deserialize(header.bytes),
    reward: fields.reward.deserialize(reward.bytes),
    transactions: list.map(({ bytes }) => fields.transactions.elementType.deserialize(bytes)),
  });
}

function referenceAccepts(bytes: Uint8Array): boolean {
  try {
    const value = sszBlock.deserialize(bytes);
    const numbers = value.transactions.flatMap(({ body: { nonce, amount, fee } }) => [nonce, amount, fee]);
    if ([value.reward.amount, ...numbers].some((each) => each >= 1n << 53n)) return false;
    return value.reward.extra.length >= 32 && equalBytes(sszBlock.serialize(value), bytes);
  } catch {
    return false;
  }
}

function refusalOf(bytes: Uint8Array) {
  const decoded = decodeBlock(bytes);
  return decoded.ok ? undefined : decoded.refusal;
}

const network = testNetwork();
const two = buildBlock(network, genesisPlace(network), {
  transactions: [0, 1].map((nonce) => testTransfer(network, { from: 0, to: 1, nonce })),
});
/** Where the list of transactions begins in it: header, two offsets, a reward with 32 bytes of extra. */
const LIST = 80 + 8 + 68;

function withUint32(at: number, value: number): Uint8Array {
  const bytes = two.bytes.slice();
  writeUint32(bytes, at, value);
  return bytes;
}

describe('the bytes of a block', () => {
  it('are those of the reference library, and give every part back', () => {
    fc.assert(
      fc.property(blocks, (block) => {
        expect(toHex(block.bytes)).toBe(toHex(referenceBytes(block)));
        const decoded = decodeBlock(block.bytes);
        if (!decoded.ok) throw new Error(decoded.refusal.code);
        expect(decoded.value.bytes).toEqual(block.bytes);
        expect(decoded.value.hash).toBe(block.hash);
        expect(decoded.value.reward.bytes).toEqual(block.reward.bytes);
        expect(decoded.value.transactions.map(({ id }) => id)).toEqual(block.transactions.map(({ id }) => id));
        const sizes = block.transactions.map(bytesInBlock);
        const total = sizes.reduce((sum, size) => sum + size, emptyBlockBytes(block.reward.bytes.length));
        expect(total).toBe(block.bytes.length);
      }),
    );
  });

  it('are refused, however damaged, exactly when the reference library refuses them', () => {
    const accepted = new Set<boolean>();
    fc.assert(
      fc.property(mutationsOf(blocks.map(({ bytes }) => bytes)), (bytes) => {
        const decoded = decodeBlock(bytes);
        accepted.add(decoded.ok);
        expect(decoded.ok).toBe(referenceAccepts(bytes));
        if (!decoded.ok) return;
        const { header, reward, transactions: list } = decoded.value;
        expect(toHex(assembleBlock(header, reward, list).bytes)).toBe(toHex(bytes));
      }),
      { numRuns: 2_000 },
    );
    expect(accepted.size).toBe(2);
  });

  it.each([0, 79, 87])('are not %i: that is less than a header and two offsets', (length) => {
    expect(refusalOf(two.bytes.subarray(0, length))).toMatchObject({ code: 'encoding-length', type: 'Block', length });
  });

  it.each([
    ['the reward early', 80, 87],
    ['the reward late', 80, 89],
    ['the list before the reward', 84, 87],
    ['the list beyond the end', 84, 0xffff_ffff],
  ])('have their parts at the one place where they belong, not %s', (_what, at, offset) => {
    expect(refusalOf(withUint32(at, offset))).toMatchObject({ code: 'encoding-offset', type: 'Block', offset });
  });

  it.each([
    ['no first transaction', LIST, 0],
    ['a table that is no whole number of offsets', LIST, 6],
    ['a table beyond the end', LIST, 4_000],
    ['a second transaction before the first', LIST + 4, 7],
    ['a second transaction beyond the end', LIST + 4, 0xffff_ffff],
  ])('hold transactions right behind each other: %s', (_what, at, offset) => {
    expect(refusalOf(withUint32(at, offset))).toMatchObject({ code: 'encoding-offset', type: 'Block', offset });
  });

  it('do not end in a fragment of an offset', () => {
    const empty = buildBlock(network, genesisPlace(network));
    expect(refusalOf(Uint8Array.of(...empty.bytes, 1, 0, 0))?.code).toBe('encoding-length');
  });

  it('name a part that is too short or too long by that part', () => {
    expect(refusalOf(withUint32(84, LIST - 1))).toMatchObject({ code: 'encoding-length', type: 'Reward', length: 67 });
    const shortened = withUint32(LIST + 4, 8 + 153);
    expect(refusalOf(shortened)).toMatchObject({ code: 'encoding-length', type: 'Transaction', length: 153 });
  });

  it('hold at most 65,536 transactions', () => {
    const [transaction] = two.transactions;
    const list = new Array(MAX_BLOCK_TRANSACTIONS + 1).fill(transaction) as typeof two.transactions;
    expect(() => assembleBlock(two.header, two.reward, list)).toThrow('65,536');
    const most = assembleBlock(two.header, two.reward, list.slice(1));
    expect(refusalOf(most.bytes)).toBeUndefined();
    const one = (transaction as (typeof list)[number]).bytes;
    const more = new Uint8Array(most.bytes.length + 4 + one.length);
    more.set(most.bytes.subarray(0, LIST));
    for (let index = 0; index < list.length; index++) {
      const start = 4 * list.length + index * one.length;
      writeUint32(more, LIST + 4 * index, start);
      more.set(one, LIST + start);
    }
    expect(refusalOf(more)).toMatchObject({ code: 'encoding-offset', field: 'transactions[0]' });
  });
});
