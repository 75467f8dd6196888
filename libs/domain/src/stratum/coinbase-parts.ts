import { MIN_EXTRA_BYTES, REWARD_FIXED_BYTES, Reward } from '../block/reward.ts';
import type { BlockWork } from '../mining/block-work.ts';
import { concatBytes } from '../primitives/bytes.ts';
import { invariant } from '../primitives/invariant.ts';
import type { AccountId } from '../transaction/account.ts';

/** Chosen by the server, another one for each connection. */
export const EXTRANONCE1_BYTES = 4;
/** Chosen by the miner. */
export const EXTRANONCE2_BYTES = 8;
/** Miners take a second part for granted that is not empty. */
const TAIL_BYTES = 1;
/** Padding, extra nonces and tail are together the 32 bytes that a reward's `extra` has at least. */
const PADDING_BYTES = MIN_EXTRA_BYTES - EXTRANONCE1_BYTES - EXTRANONCE2_BYTES - TAIL_BYTES;

/**
 * A Reward's SSZ around the place of the extra nonces, as Stratum cuts a coinbase transaction: part 1 (36 fixed bytes
 * and 19 of padding), extra nonce 1 (4), extra nonce 2 (8), part 2 (1).
 */
export interface CoinbaseParts {
  readonly part1: Uint8Array;
  readonly part2: Uint8Array;
}

/** The reward of this work for that account, cut in two. */
export function splitReward(work: BlockWork, recipient: AccountId): CoinbaseParts {
  const { bytes } = work.rewardFor(recipient);
  return {
    part1: bytes.subarray(0, REWARD_FIXED_BYTES + PADDING_BYTES),
    part2: bytes.subarray(bytes.length - TAIL_BYTES),
  };
}

/** The reward that a miner with these extra nonces mined; their lengths must be right. */
export function joinReward(
  work: BlockWork,
  { part1, part2 }: CoinbaseParts,
  extranonce1: Uint8Array,
  extranonce2: Uint8Array,
): Reward {
  invariant(extranonce1.length === EXTRANONCE1_BYTES, 'extra nonce 1 has 4 bytes');
  invariant(extranonce2.length === EXTRANONCE2_BYTES, 'extra nonce 2 has 8 bytes');
  return new Reward(concatBytes(part1, extranonce1, extranonce2, part2), work.amount);
}
