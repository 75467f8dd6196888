import type { StructuralContext } from '../block/structural-rules.ts';
import type { Network } from '../network-params/network.ts';
import type { HeaderContext } from './header-context-rules.ts';

/** Everything the rules of blocks take of a network. */
export interface ChainContext extends StructuralContext, HeaderContext {
  readonly maxBlockBytes: number;
}

export function chainContextOf(network: Network): ChainContext {
  const { parameters, chainId, genesisHash, maxSupply, easiestTarget, difficultyRule } = network;
  const { easiestBits, maxBlockBytes, minTimestampStepSeconds, maxFutureDriftSeconds } = parameters;
  return {
    chainId,
    genesisHash,
    maxSupply,
    easiestBits,
    easiestTarget,
    maxBlockBytes,
    difficulty: difficultyRule,
    minTimestampStepSeconds,
    maxFutureDriftSeconds,
  };
}
