import { ApiProperty } from '@nestjs/swagger';
import { REWARD_FIXED_BYTES } from '#domain/block/reward';
import { FREE_VERSION_BITS } from '#domain/block/structural-rules';
import { formatBits } from '#domain/chain/target';
import type { IssuedWork } from '#domain/mining/work-desk';
import type { Network } from '#domain/network-params/network';
import { toHex } from '#domain/primitives/bytes';
import { addressText } from '../views/address-text.ts';
import { EXAMPLES } from '../views/examples.ts';
import { ApiAddress, ApiAmount, ApiCount, ApiHash, ApiUint32 } from '../views/properties.ts';

const HASH_PATTERN = '^[0-9a-f]{64}$';
/** Version 0x20000000, an hour in November 2026, devnet's bits, no nonce. */
export const EXAMPLE_HEADER = `00000020${'c1'.repeat(32)}${'5d'.repeat(32)}40e3e66affff7f2000000000`;
/** Height 43, somebody's account, 50 cheesecoin, the place of the free bytes, and those. */
const EXAMPLE_REWARD = `2b000000${'9a'.repeat(20)}00f2052a0100000024000000${'7e'.repeat(32)}`;

/** A block to be mined. Hashes in display order but for the merkle branch, which is bytes to hash. */
export class WorkView {
  @ApiProperty({
    pattern: '^[0-9a-f]{16}$',
    description: 'Names the template when it is handed in',
    example: '5f1d3c0a9b8e7264',
  })
  readonly id!: string;
  @ApiCount('Of the new block', 43)
  readonly height!: number;
  @ApiHash('The tip that the block stands on')
  readonly previousHash!: string;
  @ApiAddress('Who is paid')
  readonly recipient!: string;
  @ApiAmount('subsidy and all fees')
  readonly amount!: number;
  @ApiProperty({
    pattern: '^[0-9a-f]{160}$',
    description: 'The 80 bytes of the header, with nonce 0: ready to be mined',
    example: EXAMPLE_HEADER,
  })
  readonly header!: string;
  @ApiProperty({
    pattern: HASH_PATTERN,
    description: 'The hash, read as a number, must not exceed it',
    example: `7fffff${'0'.repeat(58)}`,
  })
  readonly target!: string;
  @ApiProperty({
    pattern: '^[0-9a-f]{8}$',
    description: 'The target in the form that headers carry',
    example: '1f010000',
  })
  readonly bits!: string;
  @ApiProperty({ pattern: '^[0-9a-f]{8}$', description: 'Bits of the version that are free', example: '1fffe000' })
  readonly versionMask!: string;
  @ApiUint32('Earliest time of the header, seconds since 1970', 1_793_534_400)
  readonly timestamp!: number;
  @ApiUint32('Latest time of the header; later, other bits would be asked for', 1_793_534_520)
  readonly latestTimestamp!: number;
  @ApiProperty({
    pattern: '^([0-9a-f]{2})+$',
    description: 'The bytes of the reward; its sha256d is the first merkle leaf',
    example: EXAMPLE_REWARD,
  })
  readonly reward!: string;
  @ApiCount('Where in the reward the 32 bytes begin that are free', REWARD_FIXED_BYTES)
  readonly extraOffset!: number;
  @ApiProperty({
    type: [String],
    description: 'From the first leaf to the merkle root: hashes in internal order',
    example: [EXAMPLES.otherHash],
  })
  readonly merkleBranch!: string[];
  @ApiProperty({ type: [String], description: 'Ids of the transactions, in their order', example: [EXAMPLES.id] })
  readonly transactions!: string[];
}

/** `now`: the local clock, seconds. */
export function workView(network: Network, { work, reward }: IssuedWork, now: number): WorkView {
  const { header } = work;
  return {
    id: work.id,
    height: work.height,
    previousHash: header.previousHash,
    recipient: addressText(network.parameters.addressPrefix, reward.recipient),
    amount: work.amount,
    header: toHex(header.bytes),
    target: work.target.toString(16).padStart(64, '0'),
    bits: formatBits(header.bits),
    versionMask: formatBits(FREE_VERSION_BITS),
    timestamp: header.timestamp,
    latestTimestamp: work.latestTime(network, now),
    reward: toHex(reward.bytes),
    extraOffset: REWARD_FIXED_BYTES,
    merkleBranch: work.branch.map((hash) => toHex(hash)),
    transactions: work.transactions.map(({ id }) => id),
  };
}
