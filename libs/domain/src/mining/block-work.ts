import { encodeHeader, Header } from '../block/header.ts';
import { encodeReward, Reward } from '../block/reward.ts';
import { nextEasingTime, requiredBits } from '../chain/difficulty.ts';
import { type HeaderPlace, ruledTargetAfter } from '../chain/header-context-rules.ts';
import { targetOf } from '../chain/target.ts';
import type { Network } from '../network-params/network.ts';
import { hashFromBytes } from '../primitives/hash.ts';
import type { AccountId } from '../transaction/account.ts';
import type { Transaction } from '../transaction/transaction.ts';
import { foldBranch, merkleBranch } from './merkle-branch.ts';
import type { PlacedTemplate } from './next-template.ts';

/** What a miner chooses in a header, besides the reward. */
export interface MinedFields {
  readonly version: number;
  /** Seconds. */
  readonly timestamp: number;
  readonly nonce: number;
}

/**
 * A block that miners outside this process work on: everything but who is paid, the extra bytes, the time and the
 * nonce. Lighter than a template, whose bytes it does not keep.
 */
export class BlockWork {
  readonly place: HeaderPlace;
  readonly header: Header;
  /** The hash of a block, read as a number, must not exceed it. */
  readonly target: bigint;
  readonly transactions: readonly Transaction[];
  /** From the reward's id to the merkle root. */
  readonly branch: readonly Uint8Array[];
  private readonly reward: Reward;

  /** @param id how miners name it: hex digits, never used again while the process runs */
  constructor(
    readonly id: string,
    { block, place }: PlacedTemplate,
  ) {
    this.place = place;
    this.header = block.header;
    this.target = targetOf(block.header.bits);
    this.transactions = block.transactions;
    this.branch = merkleBranch(block.transactions.map(({ idBytes }) => idBytes));
    this.reward = block.reward;
  }

  get height(): number {
    return this.reward.height;
  }

  /** Subsidy and all fees, exactly. */
  get amount(): Reward['amount'] {
    return this.reward.amount;
  }

  /** 32 random bytes that no other work has. */
  get extra(): Uint8Array {
    return this.reward.extra;
  }

  /** The reward for whoever mines it; `extra` must have 32 bytes, as the template's: the block's size counts on it. */
  rewardFor(recipient: AccountId, extra: Uint8Array = this.extra): Reward {
    const { height, amount } = this;
    return new Reward(encodeReward({ height, recipient, amount, extra }), amount);
  }

  /** The header of this work with a miner's reward and choices. */
  headerFor(reward: Reward, { version, timestamp, nonce }: MinedFields): Header {
    const { previousHash, bits } = this.header;
    const merkleRoot = hashFromBytes(foldBranch(reward.idBytes, this.branch));
    return new Header(encodeHeader({ version, previousHash, merkleRoot, timestamp, bits, nonce }));
  }

  /** False where the difficulty rule gives other bits at that time: the chain has eased meanwhile. */
  keepsBitsAt(timestamp: number, { difficultyRule: rule }: Network): boolean {
    const { bits } = this.header;
    const parentTime = this.place.parent.header.timestamp;
    return requiredBits(rule, ruledTargetAfter(this.place, rule), parentTime, timestamp) === bits;
  }

  /** The latest time that the network takes now and at which the bits are still these; not before the work's own. */
  latestTime({ parameters, difficultyRule }: Network, now: number): number {
    const { timestamp } = this.header;
    const latest = Math.max(timestamp, now + parameters.maxFutureDriftSeconds);
    return Math.min(latest, nextEasingTime(difficultyRule, this.place.parent.header.timestamp, timestamp) - 1);
  }
}
