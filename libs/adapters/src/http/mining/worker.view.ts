import { ApiProperty } from '@nestjs/swagger';
import type { WorkerState } from '#domain/stratum/worker-figures';
import { addressText } from '../views/address-text.ts';
import { EXAMPLES } from '../views/examples.ts';
import { ApiAddress, ApiCount, ApiTime } from '../views/properties.ts';

/** A miner that is connected over Stratum. */
export class WorkerView {
  @ApiProperty({ description: 'The user name it gave', example: `${EXAMPLES.address}.rig-1` })
  readonly name!: string;
  @ApiAddress('Who is paid for its blocks')
  readonly recipient!: string;
  @ApiTime('Since when')
  readonly connectedAt!: string;
  @ApiProperty({ minimum: 0, description: 'Of its shares, as Stratum counts: 1 is 2^32 hashes', example: 0.0625 })
  readonly difficulty!: number;
  @ApiCount('Told from its shares', 4_400_000)
  readonly hashesPerSecond!: number;
  @ApiCount('Shares that count', 120)
  readonly accepted!: number;
  @ApiCount('Shares that do not, stale ones included', 1)
  readonly refused!: number;
  @ApiCount('Shares that came after the chain had moved on', 1)
  readonly stale!: number;
  @ApiCount('Shares that were blocks', 2)
  readonly blocksFound!: number;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Null before the first',
    example: EXAMPLES.time,
  })
  readonly lastShareAt!: string | null;
}

/** `prefix`: of the network's addresses. */
export function workerView(prefix: string, state: WorkerState): WorkerView {
  const { recipient, connectedAtMs, lastShareAtMs, ...figures } = state;
  return {
    ...figures,
    recipient: addressText(prefix, recipient),
    connectedAt: new Date(connectedAtMs).toISOString(),
    lastShareAt: lastShareAtMs === undefined ? null : new Date(lastShareAtMs).toISOString(),
  };
}
