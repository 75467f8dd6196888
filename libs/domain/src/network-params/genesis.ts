import { assembleBlock, type Block } from '../block/block.ts';
import { encodeHeader, Header } from '../block/header.ts';
import { merkleRoot } from '../block/merkle-root.ts';
import { encodeReward, Reward } from '../block/reward.ts';
import { utf8 } from '../primitives/bytes.ts';
import { crumbs } from '../primitives/crumbs.ts';
import { hashFromBytes, sha256, ZERO_HASH } from '../primitives/hash.ts';
import { ZERO_ACCOUNT } from '../transaction/account.ts';
import { canonicalJson } from './canonical-json.ts';
import type { NetworkParameters } from './network-parameters.ts';

const GENESIS_VERSION = 0x2000_0000;

/** sha256 of all parameters as RFC 8785 JSON, 32 bytes in the digest's own order. */
export function hashParameters(parameters: NetworkParameters): Uint8Array {
  const allocations = parameters.allocations.map(({ address, amount }) => ({ address, amount }));
  return sha256(utf8(canonicalJson({ ...parameters, allocations })));
}

/**
 * The block at height 0, exempt from proof of work: no transactions, a reward of nothing to nobody that is never
 * credited, and the parameters' hash in its extra bytes, so that whoever shares the genesis hash shares the rules.
 */
export function createGenesisBlock(parameters: NetworkParameters): Block {
  const reward = new Reward(
    encodeReward({ height: 0, recipient: ZERO_ACCOUNT, amount: crumbs(0), extra: hashParameters(parameters) }),
    crumbs(0),
  );
  const header = encodeHeader({
    version: GENESIS_VERSION,
    previousHash: ZERO_HASH,
    merkleRoot: hashFromBytes(merkleRoot([reward.idBytes])),
    timestamp: parameters.genesisTimeSeconds,
    bits: parameters.startingBits,
    nonce: 0,
  });
  return assembleBlock(new Header(header), reward, []);
}
