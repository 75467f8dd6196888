import { ApiProperty } from '@nestjs/swagger';
import type { MiningState } from '#domain/mining/mining-service';
import { encodeAddress } from '#domain/transaction/address';
import { ApiCount } from '../views/properties.ts';

/** What mining is doing, as the API tells it. */
export class MiningView {
  @ApiProperty({ enum: ['off', 'one', 'continuous'], description: 'One block, or one after another' })
  readonly mode!: 'off' | 'one' | 'continuous';
  @ApiCount('In use', 1)
  readonly threads!: number;
  @ApiProperty({ type: String, nullable: true, description: 'Who is paid; null when off', example: null })
  readonly recipient!: string | null;
  @ApiProperty({ minimum: 0, description: 'Over the last moments', example: 4_400_000 })
  readonly hashesPerSecond!: number;
  @ApiCount('For the block that is searched now', 2_200_000)
  readonly hashes!: number;
  @ApiCount('Since the peer started', 7)
  readonly blocksFound!: number;
}

/** `prefix`: of the network's addresses. */
export function miningView(prefix: string, { recipient, ...state }: MiningState): MiningView {
  return { ...state, recipient: recipient === undefined ? null : encodeAddress(prefix, recipient) };
}
