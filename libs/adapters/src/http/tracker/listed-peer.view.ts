import { ApiProperty } from '@nestjs/swagger';

export class ListedPeerView {
  @ApiProperty({ description: 'sha256 of its identity key, 64 hex digits' })
  readonly id!: string;
  @ApiProperty({ description: 'Where it listens, as it signed it and was met there' })
  readonly host!: string;
  @ApiProperty({ minimum: 1, maximum: 65_535 })
  readonly port!: number;
  @ApiProperty({ description: 'Its software' })
  readonly agent!: string;
  @ApiProperty({ description: 'Where its chain ended when it last said so' })
  readonly height!: number;
  @ApiProperty({ description: 'When it last gave a sign of life, ISO 8601' })
  readonly lastSeen!: string;
}

export class ListedPeersView {
  @ApiProperty({ type: [ListedPeerView], description: 'Sorted by id' })
  readonly peers!: ListedPeerView[];
  @ApiProperty({ type: String, nullable: true, description: 'The `before` of the next page, or null' })
  readonly next!: string | null;
}
