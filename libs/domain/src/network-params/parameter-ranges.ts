import type { NetworkParameters } from './network-parameters.ts';

type KeysOf<Type> = {
  [Key in keyof NetworkParameters]: NetworkParameters[Key] extends Type ? Key : never;
}[keyof NetworkParameters];

/** The parameters that are plain whole numbers. */
export type IntegerKey = Exclude<KeysOf<number>, 'startingBits' | 'easiestBits'>;

export interface IntegerRange {
  readonly minimum: number;
  readonly maximum: number;
}

const UINT32_MAX = 0xffff_ffff;

/** What each whole number may be, and why its end stands where it does. */
export const PARAMETER_RANGES: Readonly<Record<IntegerKey, IntegerRange>> = {
  // BIP 44 hardens the index, which takes the upper half of uint32.
  coinType: { minimum: 0, maximum: 0x7fff_ffff },
  // A day: slower chains would not steer at all within a month (N = 36).
  targetSpacingSeconds: { minimum: 1, maximum: 86_400 },
  // 0 is a private economy of allocations alone; the end is that of exact numbers.
  initialSubsidy: { minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
  // Heights are uint32.
  halvingIntervalBlocks: { minimum: 1, maximum: UINT32_MAX },
  // Crediting a reward reads its own block again, so that block must be kept: not for ever.
  rewardMaturityBlocks: { minimum: 0, maximum: 10_000 },
  // Below, a reward and one transfer don't fit; above, one block would hold up the wire and the store for seconds.
  maxBlockBytes: { minimum: 1_000, maximum: 4_000_000 },
  minTimestampStepSeconds: { minimum: 0, maximum: 86_400 },
  // A second is the clock's own grain; with more than a day time means nothing.
  maxFutureDriftSeconds: { minimum: 1, maximum: 86_400 },
  // Timestamps are uint32.
  genesisTimeSeconds: { minimum: 0, maximum: UINT32_MAX },
};
