import { ApiProperty } from '@nestjs/swagger';
import { BrokenRuleView } from '../views/broken-rule.view.ts';
import { ApiHash, ApiTime, ApiUint32 } from '../views/properties.ts';

/** A peer in session as the API tells it. */
export class PeerView {
  @ApiHash('sha256 of its identity key')
  readonly id!: string;
  @ApiProperty({ description: 'host:port; where it listens, else where it came from', example: '127.0.0.1:9011' })
  readonly address!: string;
  @ApiProperty({ enum: ['inbound', 'outbound'], description: 'Who dialled', example: 'inbound' })
  readonly direction!: 'inbound' | 'outbound';
  @ApiUint32('Where its chain ended when it last said so', 42)
  readonly height!: number;
  @ApiProperty({ type: Number, nullable: true, minimum: 0, description: 'Null before the first answer', example: 1 })
  readonly latencyMs!: number | null;
  @ApiProperty({ description: 'Its software', example: 'cheesechain/0.1.0' })
  readonly agent!: string;
  @ApiTime('Since when')
  readonly connectedAt!: string;
  @ApiProperty({ minimum: 0, description: 'Misbehaviour: banned at 100', example: 0 })
  readonly score!: number;
  @ApiProperty({
    type: BrokenRuleView,
    nullable: true,
    description: 'What it is scored for, the last time; null with no score',
  })
  readonly breach!: BrokenRuleView | null;
}

export class PeersView {
  @ApiProperty({ type: [PeerView] })
  readonly peers!: PeerView[];
}
