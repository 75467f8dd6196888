import type { Block } from '../block/block.ts';
import type { DifficultyRule } from '../chain/difficulty.ts';
import { targetOf } from '../chain/target.ts';
import { readUint32, toHex } from '../primitives/bytes.ts';
import { type Crumbs, crumbs } from '../primitives/crumbs.ts';
import type { Hash } from '../primitives/hash.ts';
import { invariant } from '../primitives/invariant.ts';
import type { AccountId } from '../transaction/account.ts';
import { decodeAddress } from '../transaction/address.ts';
import { checkNetworkParameters } from './check-network-parameters.ts';
import { createGenesisBlock, hashParameters } from './genesis.ts';
import type { NetworkParameters } from './network-parameters.ts';
import { supplyOf } from './supply.ts';

/** A network: its parameters and all that follows from them. Immutable. */
export interface Network {
  readonly parameters: NetworkParameters;
  /** sha256 of the parameters' canonical JSON: 64 hex digits, not reversed. */
  readonly parametersHash: string;
  /** The block at height 0. */
  readonly genesis: Block;
  readonly genesisHash: Hash;
  /** uint32: the first four bytes of the genesis hash in internal order, little-endian. */
  readonly chainId: number;
  /** Allocations and every subsidy: no amount is ever above it. */
  readonly maxSupply: Crumbs;
  readonly startingTarget: bigint;
  readonly easiestTarget: bigint;
  readonly difficultyRule: DifficultyRule;
  readonly minimumChainWork: bigint;
  /** Balances at height 0, sorted by address. */
  readonly allocations: readonly { readonly account: AccountId; readonly amount: Crumbs }[];
}

/** The network of these parameters. They come from a preset or a parsed file: broken ones throw. */
export function createNetwork(given: NetworkParameters): Network {
  const checked = checkNetworkParameters(given);
  invariant(checked.ok, `network parameters: ${checked.ok ? '' : `${checked.refusal.code} ${checked.refusal.key}`}`);
  const parameters = checked.value;
  const genesis = createGenesisBlock(parameters);
  const [startingTarget, easiestTarget] = [targetOf(parameters.startingBits), targetOf(parameters.easiestBits)];
  const { retarget, targetSpacingSeconds } = parameters;
  return Object.freeze({
    parameters,
    parametersHash: toHex(hashParameters(parameters)),
    genesis,
    genesisHash: genesis.hash,
    chainId: readUint32(genesis.header.hashBytes, 0),
    maxSupply: crumbs(Number(supplyOf(parameters))),
    startingTarget,
    easiestTarget,
    difficultyRule: Object.freeze({ retarget, targetSpacingSeconds, startingTarget, easiestTarget }),
    minimumChainWork: BigInt(`0x${parameters.minimumChainWork}`),
    allocations: accountsOf(parameters),
  });
}

function accountsOf({ addressPrefix, allocations }: NetworkParameters): Network['allocations'] {
  return allocations.map(({ address, amount }) => {
    const account = decodeAddress(addressPrefix, address);
    invariant(account.ok, 'an allocation has been checked');
    return { account: account.value, amount };
  });
}
