import { ApiProperty } from '@nestjs/swagger';
import { PACE_KINDS } from '#domain/mining/mining-pace';
import type { MiningState } from '#domain/mining/mining-service';
import { addressText } from '../views/address-text.ts';
import { ApiCount } from '../views/properties.ts';
import { WorkerView } from './worker.view.ts';

/** What this peer's own mining is doing. */
export class MiningView {
  @ApiProperty({
    enum: ['off', 'one', ...PACE_KINDS],
    description: 'One block now, or blocks at a pace',
    example: 'off',
  })
  readonly mode!: MiningState['mode'];
  @ApiProperty({ type: 'integer', nullable: true, description: 'Block to block, in mode `interval`', example: null })
  readonly intervalSeconds!: number | null;
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

/** The same, and who else mines for this peer. */
export class MiningStatusView extends MiningView {
  @ApiProperty({ type: [WorkerView], description: 'Miners that are connected over Stratum' })
  readonly workers!: WorkerView[];
}

/** `prefix`: of the network's addresses. */
export function miningView(prefix: string, state: MiningState): MiningView {
  const { recipient, intervalSeconds, ...figures } = state;
  return {
    ...figures,
    intervalSeconds: intervalSeconds ?? null,
    recipient: recipient === undefined ? null : addressText(prefix, recipient),
  };
}
