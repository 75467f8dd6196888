import { createNetwork, type Network } from '#domain/network-params/network';
import { PRESETS } from '#domain/network-params/presets';
import { crumbs } from '#domain/primitives/crumbs';
import { encodeAddress } from '#domain/transaction/address';
import { simulatedKey } from './identity.ts';

/** Accounts that have money from the start: payments go between them, and to miners. */
export const PAYING_ACCOUNTS = 40;
/** The last ones belong to those who mean harm. */
export const HONEST_ACCOUNTS = PAYING_ACCOUNTS - 4;
/** Enough for a million payments of the simulation: nobody ever runs dry. */
export const STARTING_BALANCE = 1_000_000_000_000;

/** A target that one hash in 64 meets: real work, hardly any of it. */
const STARTING_BITS = 0x2004_0000;
const PREFIX = 'scheese';
/** 2027-01-15T08:00:00Z. */
const GENESIS_TIME_SECONDS = 1_800_000_000;
/** Virtual time begins a little later than the chain. */
export const START_MS = (GENESIS_TIME_SECONDS + 10) * 1000;
export const TARGET_SPACING_SECONDS = 10;
/** Hashes per virtual second that keep the pace of the starting target. */
export const NETWORK_HASH_RATE = 64 / TARGET_SPACING_SECONDS;

let made: Network | undefined;

/** The network of every simulation: it retargets, halves early, and lets rewards mature, so that all rules are met. */
export function simulatedChain(): Network {
  made ??= createNetwork({
    ...PRESETS.devnet,
    name: 'simulation',
    addressPrefix: PREFIX,
    targetSpacingSeconds: TARGET_SPACING_SECONDS,
    retarget: true,
    startingBits: STARTING_BITS,
    halvingIntervalBlocks: 16,
    rewardMaturityBlocks: 3,
    maxBlockBytes: 20_000,
    minTimestampStepSeconds: 1,
    maxFutureDriftSeconds: 20,
    genesisTimeSeconds: GENESIS_TIME_SECONDS,
    allocations: Array.from({ length: PAYING_ACCOUNTS }, (_, index) => ({
      address: encodeAddress(PREFIX, simulatedKey(index).account),
      amount: crumbs(STARTING_BALANCE),
    })).sort((left, right) => (left.address < right.address ? -1 : 1)),
  });
  return made;
}
