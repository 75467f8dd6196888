import { ApiProperty } from '@nestjs/swagger';

export class FeesView {
  @ApiProperty({ minimum: 0, description: 'Crumbs per byte: mined within some ten blocks', example: 1 })
  readonly low!: number;
  @ApiProperty({ minimum: 0, description: 'Crumbs per byte: within some three blocks', example: 1 })
  readonly normal!: number;
  @ApiProperty({ minimum: 0, description: 'Crumbs per byte: in the next block', example: 2 })
  readonly high!: number;
  @ApiProperty({
    minimum: 0,
    description: 'Crumbs per byte, at least, of a payment to an address that never had a coin',
    example: 10,
  })
  readonly newAccount!: number;
}
