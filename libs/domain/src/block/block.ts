import { readUint32, writeUint32 } from '../primitives/bytes.ts';
import type { EncodingRefusal } from '../primitives/encoding.errors.ts';
import type { Hash } from '../primitives/hash.ts';
import { invariant } from '../primitives/invariant.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';
import { decodeTransaction, type Transaction } from '../transaction/transaction.ts';
import { HEADER_BYTES, Header } from './header.ts';
import { merkleRoot } from './merkle-root.ts';
import { decodeReward, type Reward } from './reward.ts';

export const MAX_BLOCK_TRANSACTIONS = 65_536;

/** Header 80, the reward's offset 4, the transactions' offset 4. */
const BLOCK_FIXED_BYTES = HEADER_BYTES + 8;
const OFFSET_BYTES = 4;

/** A block over its canonical bytes: SSZ of {header, reward, transactions: List[Transaction, 65536]}. */
export class Block {
  constructor(
    readonly bytes: Uint8Array,
    readonly header: Header,
    readonly reward: Reward,
    readonly transactions: readonly Transaction[],
  ) {}

  get hash(): Hash {
    return this.header.hash;
  }

  /** The root that a true header of this body carries, internal order. */
  computeMerkleRoot(): Uint8Array {
    return merkleRoot([this.reward.idBytes, ...this.transactions.map((transaction) => transaction.idBytes)]);
  }
}

/** Reads a block from exactly its bytes, which it keeps; nothing is hashed yet. */
export function decodeBlock(bytes: Uint8Array): Result<Block, EncodingRefusal> {
  if (bytes.length < BLOCK_FIXED_BYTES) return refused(wrongLength(bytes.length));
  const rewardOffset = readUint32(bytes, HEADER_BYTES);
  if (rewardOffset !== BLOCK_FIXED_BYTES) return refused(wrongOffset('reward', rewardOffset, BLOCK_FIXED_BYTES));
  const listOffset = readUint32(bytes, HEADER_BYTES + OFFSET_BYTES);
  if (listOffset < rewardOffset || listOffset > bytes.length) {
    return refused(wrongOffset('transactions', listOffset, bytes.length));
  }
  const reward = decodeReward(bytes.subarray(rewardOffset, listOffset));
  if (!reward.ok) return reward;
  const transactions = decodeTransactions(bytes.subarray(listOffset));
  if (!transactions.ok) return transactions;
  return accepted(new Block(bytes, new Header(bytes.subarray(0, HEADER_BYTES)), reward.value, transactions.value));
}

/** The bytes and parts of a block made here. */
export function assembleBlock(header: Header, reward: Reward, transactions: readonly Transaction[]): Block {
  invariant(transactions.length <= MAX_BLOCK_TRANSACTIONS, 'a block has at most 65,536 transactions');
  const listOffset = BLOCK_FIXED_BYTES + reward.bytes.length;
  const elements = transactions.reduce((sum, transaction) => sum + transaction.bytes.length, 0);
  const bytes = new Uint8Array(listOffset + transactions.length * OFFSET_BYTES + elements);
  bytes.set(header.bytes, 0);
  writeUint32(bytes, HEADER_BYTES, BLOCK_FIXED_BYTES);
  writeUint32(bytes, HEADER_BYTES + OFFSET_BYTES, listOffset);
  bytes.set(reward.bytes, BLOCK_FIXED_BYTES);
  let offset = transactions.length * OFFSET_BYTES;
  transactions.forEach((transaction, index) => {
    writeUint32(bytes, listOffset + index * OFFSET_BYTES, offset);
    bytes.set(transaction.bytes, listOffset + offset);
    offset += transaction.bytes.length;
  });
  return new Block(bytes, header, reward, transactions);
}

/** How many bytes a block adds for a transaction: its own and its place in the offset table. */
export function bytesInBlock(transaction: Transaction): number {
  return transaction.bytes.length + OFFSET_BYTES;
}

/** The bytes of a block with this reward and no transactions. */
export function emptyBlockBytes(rewardLength: number): number {
  return BLOCK_FIXED_BYTES + rewardLength;
}

function decodeTransactions(list: Uint8Array): Result<readonly Transaction[], EncodingRefusal> {
  if (list.length === 0) return accepted([]);
  if (list.length < OFFSET_BYTES) return refused(wrongLength(list.length));
  const first = readUint32(list, 0);
  if (first === 0 || first % OFFSET_BYTES !== 0 || first > Math.min(list.length, MAX_BLOCK_TRANSACTIONS * 4)) {
    return refused(wrongOffset('transactions[0]', first, OFFSET_BYTES));
  }
  const count = first / OFFSET_BYTES;
  const transactions: Transaction[] = [];
  let start = first;
  for (let index = 0; index < count; index++) {
    const end = index + 1 < count ? readUint32(list, (index + 1) * OFFSET_BYTES) : list.length;
    if (end < start || end > list.length) return refused(wrongOffset(`transactions[${index + 1}]`, end, start));
    const transaction = decodeTransaction(list.subarray(start, end));
    if (!transaction.ok) return transaction;
    transactions.push(transaction.value);
    start = end;
  }
  return accepted(transactions);
}

function wrongOffset(field: string, offset: number, expected: number): EncodingRefusal {
  return { code: 'encoding-offset', type: 'Block', field, offset, expected };
}

function wrongLength(length: number): EncodingRefusal {
  const [minimum, maximum] = [BLOCK_FIXED_BYTES, Number.MAX_SAFE_INTEGER];
  return { code: 'encoding-length', type: 'Block', length, minimum, maximum };
}
