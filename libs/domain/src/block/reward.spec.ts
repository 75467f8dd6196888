import fc from 'fast-check';
import { mutationsOf } from '#test/mutations';
import { sszReward } from '#test/ssz-types';
import { equalBytes, toHex, writeUint32 } from '../primitives/bytes.ts';
import type { Crumbs } from '../primitives/crumbs.ts';
import { hashFromBytes, sha256d } from '../primitives/hash.ts';
import { accountFromBytes, accountToBytes, ZERO_ACCOUNT } from '../transaction/account.ts';
import { decodeReward, encodeReward, MAX_EXTRA_BYTES, MIN_EXTRA_BYTES, type RewardFields } from './reward.ts';

const rewards: fc.Arbitrary<RewardFields> = fc.record({
  height: fc.integer({ min: 0, max: 0xffff_ffff }),
  recipient: fc.uint8Array({ minLength: 20, maxLength: 20 }).map(accountFromBytes),
  amount: fc.maxSafeNat() as fc.Arbitrary<Crumbs>,
  extra: fc.uint8Array({ minLength: MIN_EXTRA_BYTES, maxLength: MAX_EXTRA_BYTES }),
});

const plain: RewardFields = { height: 1, recipient: ZERO_ACCOUNT, amount: 5 as Crumbs, extra: new Uint8Array(32) };

function referenceAccepts(bytes: Uint8Array): boolean {
  try {
    const value = sszReward.deserialize(bytes);
    if (value.amount >= 1n << 53n || value.extra.length < MIN_EXTRA_BYTES) return false;
    return equalBytes(sszReward.serialize(value), bytes);
  } catch {
    return false;
  }
}

function refusalOf(bytes: Uint8Array) {
  const decoded = decodeReward(bytes);
  return decoded.ok ? undefined : decoded.refusal;
}

describe('the bytes of a reward', () => {
  it('are those of the reference library, and give every field back', () => {
    fc.assert(
      fc.property(rewards, (fields) => {
        const bytes = encodeReward(fields);
        const [recipient, amount] = [accountToBytes(fields.recipient), BigInt(fields.amount)];
        expect(toHex(bytes)).toBe(toHex(sszReward.serialize({ ...fields, recipient, amount })));
        const decoded = decodeReward(bytes);
        if (!decoded.ok) throw new Error(decoded.refusal.code);
        const { height, recipient: account, amount: coins, extra } = decoded.value;
        expect({ height, recipient: account, amount: coins, extra }).toEqual(fields);
        expect(decoded.value.id).toBe(hashFromBytes(sha256d(bytes)));
      }),
    );
  });

  it('are refused, however damaged, exactly when the reference library refuses them', () => {
    const accepted = new Set<boolean>();
    fc.assert(
      fc.property(mutationsOf(rewards.map(encodeReward)), (bytes) => {
        const decoded = decodeReward(bytes);
        accepted.add(decoded.ok);
        expect(decoded.ok).toBe(referenceAccepts(bytes));
      }),
      { numRuns: 2_000 },
    );
    expect(accepted.size).toBe(2);
  });

  it('are never 64: extra has at least 32 bytes, so no leaf passes for an inner node (CVE-2017-12842)', () => {
    const shorter = sszReward.serialize({
      height: 1,
      recipient: new Uint8Array(20),
      amount: 5n,
      extra: new Uint8Array(28),
    });
    expect(shorter.length).toBe(64);
    expect(refusalOf(shorter)).toEqual({
      code: 'encoding-length',
      type: 'Reward',
      length: 64,
      minimum: 68,
      maximum: 132,
    });
  });

  it('end where extra ends, with at most 96 bytes of it', () => {
    const longest = encodeReward({ ...plain, extra: new Uint8Array(96) });
    expect(refusalOf(longest)).toBeUndefined();
    expect(refusalOf(Uint8Array.of(...longest, 0))?.code).toBe('encoding-length');
    expect(refusalOf(encodeReward(plain).subarray(0, 67))?.code).toBe('encoding-length');
  });

  it('have extra right behind the fixed part', () => {
    const bytes = encodeReward(plain);
    writeUint32(bytes, 32, 35);
    expect(refusalOf(bytes)).toEqual({
      code: 'encoding-offset',
      type: 'Reward',
      field: 'extra',
      offset: 35,
      expected: 36,
    });
  });

  it('are refused when the amount reaches 2^53', () => {
    const bytes = encodeReward({ ...plain, amount: Number.MAX_SAFE_INTEGER as Crumbs });
    expect(refusalOf(bytes)).toBeUndefined();
    bytes[30] = 0x20;
    expect(refusalOf(bytes)).toEqual({ code: 'encoding-number-too-large', type: 'Reward', field: 'amount' });
  });

  it('are not made of values out of range: that would be a fault of our own', () => {
    expect(() => encodeReward({ ...plain, height: 2 ** 32 })).toThrow('uint32');
    expect(() => encodeReward({ ...plain, amount: -1 as Crumbs })).toThrow('amount');
    expect(() => encodeReward({ ...plain, extra: new Uint8Array(31) })).toThrow('32 to 96');
    expect(() => encodeReward({ ...plain, extra: new Uint8Array(97) })).toThrow('32 to 96');
  });
});
