import { CRUMBS_PER_CHEESECOIN, crumbs } from '../primitives/crumbs.ts';
import type { NetworkParameters } from './network-parameters.ts';

export type PresetName = 'mainnet' | 'testnet' | 'devnet';

/** "CHEE" in ASCII: far outside the numbers that SLIP-44 has given out. */
const MAINNET_COIN_TYPE = 0x4348_4545;
/** SLIP-44: 1 is the test coin of every chain. */
const TEST_COIN_TYPE = 1;

/** 2026-11-01T00:00:00Z. */
const LAUNCH_TIME_SECONDS = 1_793_491_200;

const mainnet: NetworkParameters = {
  name: 'mainnet',
  addressPrefix: 'cheese',
  coinType: MAINNET_COIN_TYPE,
  targetSpacingSeconds: 60,
  retarget: true,
  startingBits: 0x1d10_0000,
  easiestBits: 0x1f01_0000,
  initialSubsidy: crumbs(50 * CRUMBS_PER_CHEESECOIN),
  halvingIntervalBlocks: 210_000,
  rewardMaturityBlocks: 20,
  maxBlockBytes: 1_000_000,
  minTimestampStepSeconds: 1,
  maxFutureDriftSeconds: 120,
  genesisTimeSeconds: LAUNCH_TIME_SECONDS,
  minimumChainWork: '0',
  allocations: [],
};

const testnet: NetworkParameters = {
  ...mainnet,
  name: 'testnet',
  addressPrefix: 'tcheese',
  coinType: TEST_COIN_TYPE,
  targetSpacingSeconds: 10,
  startingBits: 0x1d40_0000,
  rewardMaturityBlocks: 5,
  maxFutureDriftSeconds: 20,
};

/** Blocks as fast as they are mined: every second hash is one. */
const devnet: NetworkParameters = {
  ...mainnet,
  name: 'devnet',
  addressPrefix: 'dcheese',
  coinType: TEST_COIN_TYPE,
  targetSpacingSeconds: 1,
  retarget: false,
  startingBits: 0x207f_ffff,
  easiestBits: 0x207f_ffff,
  rewardMaturityBlocks: 0,
  minTimestampStepSeconds: 0,
  maxFutureDriftSeconds: 7_200,
};

/** The networks everybody knows. To change one is to found another: the genesis hash depends on every value. */
export const PRESETS: Readonly<Record<PresetName, NetworkParameters>> = { mainnet, testnet, devnet };

export function isPresetName(name: string): name is PresetName {
  return Object.hasOwn(PRESETS, name);
}
