import { assembleBlock, type Block } from '#domain/block/block';
import { encodeHeader, Header } from '#domain/block/header';
import { encodeReward, MIN_EXTRA_BYTES, Reward } from '#domain/block/reward';
import { crumbs } from '#domain/primitives/crumbs';
import { ZERO_HASH } from '#domain/primitives/hash';
import type { Transaction } from '#domain/transaction/transaction';
import { numberedAccount } from './unsigned-transfer.ts';

const MINER = 1_000_000;

/** A block that stands on nothing and is worth nothing: for what only looks at its transactions. */
export function looseBlock(
  transactions: readonly Transaction[],
  height: number,
): { readonly entry: { readonly height: number }; readonly block: Block } {
  const [recipient, amount, extra] = [numberedAccount(MINER), crumbs(0), new Uint8Array(MIN_EXTRA_BYTES)];
  const reward = new Reward(encodeReward({ height, recipient, amount, extra }), amount);
  const fields = { version: 1, previousHash: ZERO_HASH, merkleRoot: ZERO_HASH, timestamp: height, bits: 1, nonce: 0 };
  return { entry: { height }, block: assembleBlock(new Header(encodeHeader(fields)), reward, transactions) };
}
