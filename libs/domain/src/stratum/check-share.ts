import type { Header } from '../block/header.ts';
import type { Reward } from '../block/reward.ts';
import { hashMeetsTarget } from '../chain/work.ts';
import type { BlockWork } from '../mining/block-work.ts';
import type { Network } from '../network-params/network.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';
import { type CoinbaseParts, joinReward } from './coinbase-parts.ts';
import { targetOfExponent } from './share-difficulty.ts';
import type { StratumRefusal } from './stratum.errors.ts';

/** What a miner hands in. */
export interface Share {
  readonly jobId: string;
  /** 8 bytes. */
  readonly extranonce2: Uint8Array;
  /** Seconds. */
  readonly timestamp: number;
  readonly nonce: number;
  /** The version's rolled bits (BIP 310); undefined when the miner rolls none. */
  readonly versionBits: number | undefined;
}

/** What a share is judged by. */
export interface ShareContext {
  readonly network: Network;
  readonly work: BlockWork;
  readonly parts: CoinbaseParts;
  readonly extranonce1: Uint8Array;
  /** Of the difficulty that was set when the job was given out (`share-difficulty.ts`). */
  readonly exponent: number;
  /** Which version bits this miner may roll; 0 for none. */
  readonly versionMask: number;
  /** The local clock, seconds. */
  readonly now: number;
}

/** A share that counts. */
export interface CheckedShare {
  readonly header: Header;
  readonly reward: Reward;
  /** It meets the network's own target. */
  readonly isBlock: boolean;
}

/** Judges a share of a job that is not out of date; cheapest first. */
export function checkShare(share: Share, context: ShareContext): Result<CheckedShare, StratumRefusal> {
  const refusal = checkVersionBits(share, context) ?? checkTime(share, context);
  if (refusal !== undefined) return refused(refusal);
  const { work, parts, extranonce1, exponent, versionMask } = context;
  const reward = joinReward(work, parts, extranonce1, share.extranonce2);
  const version = ((work.header.version & ~versionMask) | (share.versionBits ?? 0)) >>> 0;
  const header = work.headerFor(reward, { version, timestamp: share.timestamp, nonce: share.nonce });
  const isBlock = hashMeetsTarget(header.hashBytes, work.target);
  if (!isBlock && !hashMeetsTarget(header.hashBytes, targetOfExponent(exponent))) {
    return refused({ code: 'stratum-above-target' });
  }
  return accepted({ header, reward, isBlock });
}

export function checkVersionBits({ versionBits }: Share, { versionMask }: ShareContext): StratumRefusal | undefined {
  return ((versionBits ?? 0) & ~versionMask) === 0 ? undefined : { code: 'stratum-version-bits' };
}

/** Not before the job's own time, not too far ahead of the clock, and not where the chain asks for other bits. */
export function checkTime({ timestamp }: Share, { work, network, now }: ShareContext): StratumRefusal | undefined {
  const earliest = work.header.timestamp;
  const latest = now + network.parameters.maxFutureDriftSeconds;
  if (timestamp < earliest || timestamp > latest) return { code: 'stratum-time-out-of-range', earliest, latest };
  return work.keepsBitsAt(timestamp, network) ? undefined : { code: 'stratum-time-eased' };
}
