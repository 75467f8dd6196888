import { ApiProperty } from '@nestjs/swagger';
import type { Reward } from '#domain/block/reward';
import { toHex } from '#domain/primitives/bytes';
import { addressText } from './address-text.ts';
import { EXAMPLES } from './examples.ts';
import { ApiAddress, ApiAmount, ApiHash } from './properties.ts';

export class RewardView {
  @ApiAddress('Who mined the block')
  readonly recipient!: string;
  @ApiAmount('the subsidy and all fees')
  readonly amount!: number;
}

/** The reward of a block with all its parts: its height is the block's. */
export class BlockRewardView extends RewardView {
  @ApiHash('Of the reward: the first leaf of the merkle tree', EXAMPLES.id)
  readonly id!: string;
  @ApiProperty({
    pattern: '^([0-9a-f]{2}){32,96}$',
    description: 'Free bytes as hex: what the miner varied beside the nonce',
    example: '00'.repeat(32),
  })
  readonly extra!: string;
}

/** `prefix`: of the network's addresses. */
export function blockRewardView(prefix: string, { recipient, amount, id, extra }: Reward): BlockRewardView {
  return { recipient: addressText(prefix, recipient), amount, id, extra: toHex(extra) };
}
