import { ApiProperty } from '@nestjs/swagger';
import { BrokenRuleView } from '../views/broken-rule.view.ts';
import { ApiHash, ApiTime } from '../views/properties.ts';
import { MembershipView } from './membership.view.ts';

export class TrackerLinkView {
  @ApiProperty({ description: 'host:port', example: '127.0.0.1:9999' })
  readonly address!: string;
  @ApiProperty({ description: 'Joined, and in session now', example: true })
  readonly connected!: boolean;
}

export class BanView extends BrokenRuleView {
  @ApiHash('Id of the banned peer')
  readonly id!: string;
  @ApiTime('When it may come back')
  readonly until!: string;
}

/** This peer itself as the API tells it. */
export class NodeView {
  @ApiHash('sha256 of its identity key')
  readonly id!: string;
  @ApiProperty({ description: 'Its version', example: '0.1.0' })
  readonly version!: string;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'host:port that it tells others, once it knows it',
    example: '192.0.2.1:9009',
  })
  readonly address!: string | null;
  @ApiProperty({ description: 'What checks signatures', example: 'libsecp256k1 (native) on 2 threads' })
  readonly verifier!: string;
  @ApiProperty({ description: 'What mines', example: 'WebAssembly SIMD, 4 lanes' })
  readonly miner!: string;
  @ApiProperty({ type: [TrackerLinkView] })
  readonly trackers!: TrackerLinkView[];
  @ApiProperty({ type: MembershipView })
  readonly membership!: MembershipView;
  @ApiProperty({ type: [BanView], description: 'Peers that broke too many rules' })
  readonly bans!: BanView[];
}
