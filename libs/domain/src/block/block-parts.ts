import { readUint32 } from '../primitives/bytes.ts';
import { invariant } from '../primitives/invariant.ts';
import { decodeTransaction, type Transaction } from '../transaction/transaction.ts';
import { HEADER_BYTES } from './header.ts';
import { decodeReward, type Reward } from './reward.ts';

const REWARD_OFFSET_AT = HEADER_BYTES;
const LIST_OFFSET_AT = HEADER_BYTES + 4;

/** The reward of a stored block's bytes. Throws when they are not a block: a damaged store. */
export function rewardOf(block: Uint8Array): Reward {
  const reward = decodeReward(block.subarray(readUint32(block, REWARD_OFFSET_AT), readUint32(block, LIST_OFFSET_AT)));
  invariant(reward.ok, 'a stored block has a reward');
  return reward.value;
}

/**
 * One transaction of a stored block's bytes, without decoding the others; undefined when the block has none at
 * this index. Throws when they are not a block: a damaged store.
 */
export function transactionAt(block: Uint8Array, index: number): Transaction | undefined {
  const list = block.subarray(readUint32(block, LIST_OFFSET_AT));
  const count = list.length === 0 ? 0 : readUint32(list, 0) / 4;
  if (index < 0 || index >= count) return undefined;
  const start = readUint32(list, index * 4);
  const end = index + 1 < count ? readUint32(list, (index + 1) * 4) : list.length;
  const transaction = decodeTransaction(list.subarray(start, end));
  invariant(transaction.ok, 'a stored block holds transactions');
  return transaction.value;
}
