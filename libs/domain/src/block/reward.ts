import { readUint32, readUint64, writeUint32, writeUint64 } from '../primitives/bytes.ts';
import { type Crumbs, isCrumbs } from '../primitives/crumbs.ts';
import type { EncodingRefusal } from '../primitives/encoding.errors.ts';
import { type Hash, hashFromBytes, sha256d } from '../primitives/hash.ts';
import { invariant } from '../primitives/invariant.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';
import { type AccountId, accountFromBytes, accountToBytes } from '../transaction/account.ts';

/** Height 4, recipient 20, amount 8, offset 4. */
export const REWARD_FIXED_BYTES = 36;
/**
 * With at least 32 bytes of extra no reward is 64 bytes long, where a merkle leaf could pass for an inner node
 * (CVE-2017-12842); a transaction never is, having at least 154.
 */
export const MIN_EXTRA_BYTES = 32;
export const MAX_EXTRA_BYTES = 96;

export interface RewardFields {
  readonly height: number;
  readonly recipient: AccountId;
  readonly amount: Crumbs;
  /** 32 … 96 bytes, free: the miner's extra nonce lives here. */
  readonly extra: Uint8Array;
}

/** What a block pays its miner: the first leaf of its merkle tree. */
export class Reward implements RewardFields {
  private knownIdBytes: Uint8Array | undefined;

  constructor(
    readonly bytes: Uint8Array,
    readonly amount: Crumbs,
  ) {}

  get height(): number {
    return readUint32(this.bytes, 0);
  }

  get recipient(): AccountId {
    return accountFromBytes(this.bytes.subarray(4, 24));
  }

  get extra(): Uint8Array {
    return this.bytes.subarray(REWARD_FIXED_BYTES);
  }

  /** sha256d of the bytes, internal order. */
  get idBytes(): Uint8Array {
    this.knownIdBytes ??= sha256d(this.bytes);
    return this.knownIdBytes;
  }

  get id(): Hash {
    return hashFromBytes(this.idBytes);
  }
}

/** Reads a reward from exactly its bytes, which it keeps. */
export function decodeReward(bytes: Uint8Array): Result<Reward, EncodingRefusal> {
  const { length } = bytes;
  const [minimum, maximum] = [REWARD_FIXED_BYTES + MIN_EXTRA_BYTES, REWARD_FIXED_BYTES + MAX_EXTRA_BYTES];
  if (length < minimum || length > maximum) {
    return refused({ code: 'encoding-length', type: 'Reward', length, minimum, maximum });
  }
  const offset = readUint32(bytes, 32);
  if (offset !== REWARD_FIXED_BYTES) {
    const [type, field, expected] = ['Reward', 'extra', REWARD_FIXED_BYTES];
    return refused({ code: 'encoding-offset', type, field, offset, expected });
  }
  const amount = readUint64(bytes, 24);
  if (amount === undefined) return refused({ code: 'encoding-number-too-large', type: 'Reward', field: 'amount' });
  return accepted(new Reward(bytes, amount as Crumbs));
}

/** SSZ of a reward; its values must be in range. */
export function encodeReward(fields: RewardFields): Uint8Array {
  const { height, recipient, amount, extra } = fields;
  invariant(height === height >>> 0, 'a height is a uint32');
  invariant(isCrumbs(amount), 'a reward is an amount');
  invariant(extra.length >= MIN_EXTRA_BYTES && extra.length <= MAX_EXTRA_BYTES, 'extra has 32 to 96 bytes');
  const bytes = new Uint8Array(REWARD_FIXED_BYTES + extra.length);
  writeUint32(bytes, 0, height);
  bytes.set(accountToBytes(recipient), 4);
  writeUint64(bytes, 24, amount);
  writeUint32(bytes, 32, REWARD_FIXED_BYTES);
  bytes.set(extra, REWARD_FIXED_BYTES);
  return bytes;
}
