import { assembleBlock, type Block, emptyBlockBytes, MAX_BLOCK_TRANSACTIONS } from '../block/block.ts';
import { encodeHeader, Header } from '../block/header.ts';
import { merkleRoot } from '../block/merkle-root.ts';
import { encodeReward, MIN_EXTRA_BYTES, REWARD_FIXED_BYTES, Reward } from '../block/reward.ts';
import { requiredBits } from '../chain/difficulty.ts';
import { type HeaderPlace, ruledTargetAfter } from '../chain/header-context-rules.ts';
import type { Network } from '../network-params/network.ts';
import { subsidyAt } from '../network-params/supply.ts';
import { addCrumbs } from '../primitives/crumbs.ts';
import { hashFromBytes } from '../primitives/hash.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';
import type { AccountId } from '../transaction/account.ts';
import type { Transaction } from '../transaction/transaction.ts';
import type { MiningRefusal } from './mining.errors.ts';

const BLOCK_VERSION = 0x2000_0000;

/** What a block is made from. */
export interface TemplateRequest {
  readonly place: HeaderPlace;
  readonly recipient: AccountId;
  /** In an order the ledger accepts, within {@link templateSpace}. */
  readonly transactions: readonly Transaction[];
  /** 32 … 96 bytes that make this reward unlike every other. */
  readonly extra: Uint8Array;
  /** The local clock, seconds. */
  readonly now: number;
}

/** How many bytes a template has for transactions and their offsets, and how many of them at most. */
export function templateSpace({ parameters }: Network): { readonly bytes: number; readonly transactions: number } {
  const bytes = parameters.maxBlockBytes - emptyBlockBytes(REWARD_FIXED_BYTES + MIN_EXTRA_BYTES);
  return { bytes, transactions: MAX_BLOCK_TRANSACTIONS };
}

/**
 * A block for the place, complete but for a nonce that meets its target. A clock that is behind is helped: the time
 * is then the earliest the chain allows, unless that is too far ahead for others to accept.
 */
export function createTemplate(network: Network, request: TemplateRequest): Result<Block, MiningRefusal> {
  const { parameters, difficultyRule } = network;
  const { place, recipient, transactions, extra, now } = request;
  const parent = place.parent.header;
  const earliest = parent.timestamp + parameters.minTimestampStepSeconds;
  const latest = now + parameters.maxFutureDriftSeconds;
  if (earliest > latest) return refused({ code: 'mining-clock-behind', earliest, latest });
  const timestamp = Math.max(now, earliest);
  const height = place.parent.height + 1;
  const fees = transactions.reduce((sum, { fee }) => addCrumbs(sum, fee), subsidyAt(parameters, height));
  const reward = new Reward(encodeReward({ height, recipient, amount: fees, extra }), fees);
  const header = encodeHeader({
    version: BLOCK_VERSION,
    previousHash: place.parent.hash,
    merkleRoot: hashFromBytes(merkleRoot([reward.idBytes, ...transactions.map(({ idBytes }) => idBytes)])),
    timestamp,
    bits: requiredBits(difficultyRule, ruledTargetAfter(place, difficultyRule), parent.timestamp, timestamp),
    nonce: 0,
  });
  return accepted(assembleBlock(new Header(header), reward, transactions));
}
