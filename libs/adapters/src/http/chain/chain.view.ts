import { ApiProperty } from '@nestjs/swagger';
import { EXAMPLES } from '../views/examples.ts';
import { ApiAmount, ApiCount, ApiHash, ApiTime, ApiUint32 } from '../views/properties.ts';
import { SyncView } from './sync.view.ts';

export class ChainView {
  @ApiProperty({ description: 'Its name', example: 'devnet' })
  readonly network!: string;
  @ApiUint32('Part of what is signed')
  readonly chainId!: number;
  @ApiUint32('Of the newest block', 42)
  readonly height!: number;
  @ApiHash('The newest block')
  readonly tipHash!: string;
  @ApiHash('The first block', EXAMPLES.otherHash)
  readonly genesisHash!: string;
  @ApiProperty({ pattern: '^\\d+$', description: 'Hashes expected for the whole chain, decimal', example: '86' })
  readonly totalWork!: string;
  @ApiProperty({ minimum: 0, description: "The network's easiest target ÷ the newest block's", example: 1 })
  readonly difficulty!: number;
  @ApiTime('Of the newest block')
  readonly tipTime!: string;
  @ApiAmount('all that exist, credited or still immature')
  readonly supply!: number;
  @ApiCount('Those behind a missing nonce included')
  readonly openTransactions!: number;
  @ApiCount('Peers in session', 2)
  readonly peers!: number;
  @ApiProperty({ description: 'Well behind the best known header', example: false })
  readonly syncing!: boolean;
  @ApiProperty({
    type: SyncView,
    nullable: true,
    description: 'While a chain is followed that ends well ahead, from its first headers on; else null',
  })
  readonly sync!: SyncView | null;
}
