import type { Crumbs } from '../primitives/crumbs.ts';

/** A balance that an account has at height 0. */
export interface Allocation {
  /** Of the network's own prefix, lower-case. */
  readonly address: string;
  /** At least 1. */
  readonly amount: Crumbs;
}

/**
 * All that makes one network different from another, in the shape of a network file. The hash of the whole stands in
 * the genesis block, so two networks that differ in anything here have nothing in common. Made by the presets or by
 * `parseNetworkFile`; the ranges stand in `parameter-ranges.ts`.
 */
export interface NetworkParameters {
  /** 1 … 32 lower-case letters, digits and dashes. */
  readonly name: string;
  /** What addresses begin with: 1 … 32 lower-case letters and digits, a letter first. */
  readonly addressPrefix: string;
  /** COIN in the wallet's BIP-44 path m/44'/COIN'/ACCOUNT'/0/0 (SLIP-44). */
  readonly coinType: number;
  /** T: the seconds a block should take. Without retargeting it only serves estimates for people. */
  readonly targetSpacingSeconds: number;
  /** False: every block has the starting bits. */
  readonly retarget: boolean;
  /** Target of the first blocks, in Bitcoin's compact form (uint32). */
  readonly startingBits: number;
  /** No block may be easier. */
  readonly easiestBits: number;
  /** What a block creates before the first halving. */
  readonly initialSubsidy: Crumbs;
  readonly halvingIntervalBlocks: number;
  /** How many blocks later a reward is credited; 0: with its own block. */
  readonly rewardMaturityBlocks: number;
  readonly maxBlockBytes: number;
  /** How much later than its parent a block must be. */
  readonly minTimestampStepSeconds: number;
  /** How far ahead of the local clock a block may be. */
  readonly maxFutureDriftSeconds: number;
  /** The genesis block's timestamp: seconds since 1970, UTC. */
  readonly genesisTimeSeconds: number;
  /** Work that a chain must claim before its headers are kept: lower-case hex, no leading zeros, "0" for none. */
  readonly minimumChainWork: string;
  /** Sorted by address, no address twice. */
  readonly allocations: readonly Allocation[];
}
