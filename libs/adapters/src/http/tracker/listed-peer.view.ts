import { ApiProperty } from '@nestjs/swagger';
import { ApiHash, ApiNext, ApiTime, ApiUint32 } from '../views/properties.ts';

/** A listed peer as the API tells it. */
export class ListedPeerView {
  @ApiHash('sha256 of its identity key')
  readonly id!: string;
  @ApiProperty({ description: 'Where it listens, as it signed it and was met there', example: '192.168.1.7' })
  readonly host!: string;
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 65_535, example: 9009 })
  readonly port!: number;
  @ApiProperty({ description: 'Its software', example: 'cheesechain/0.1.0' })
  readonly agent!: string;
  @ApiUint32('Where its chain ended when it last said so', 42)
  readonly height!: number;
  @ApiTime('When it last gave a sign of life')
  readonly lastSeen!: string;
}

export class ListedPeersView {
  @ApiProperty({ type: [ListedPeerView], description: 'Sorted by id' })
  readonly peers!: ListedPeerView[];
  @ApiNext()
  readonly next!: string | null;
}
