import { ApiProperty } from '@nestjs/swagger';

export class ChainView {
  @ApiProperty({ example: 'devnet' })
  readonly network!: string;
  @ApiProperty({ description: 'uint32, part of what is signed' })
  readonly chainId!: number;
  @ApiProperty({ minimum: 0 })
  readonly height!: number;
  @ApiProperty({ description: '64 hex digits' })
  readonly tipHash!: string;
  @ApiProperty({ description: '64 hex digits' })
  readonly genesisHash!: string;
  @ApiProperty({ description: 'Hashes expected for the whole chain, decimal' })
  readonly totalWork!: string;
  @ApiProperty({ description: "The network's easiest target ÷ the current one" })
  readonly difficulty!: number;
  @ApiProperty({ description: 'ISO 8601' })
  readonly tipTime!: string;
  @ApiProperty({ description: 'Crumbs that exist' })
  readonly supply!: number;
  @ApiProperty()
  readonly openTransactions!: number;
  @ApiProperty({ description: 'Peers in session' })
  readonly peers!: number;
  @ApiProperty({ description: 'Well behind the best known header' })
  readonly syncing!: boolean;
}
