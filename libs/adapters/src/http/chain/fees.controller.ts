import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiProperty, ApiTags } from '@nestjs/swagger';
import { FullNode } from '#domain/node/full-node';

export class FeesView {
  @ApiProperty({ description: 'Crumbs per byte: mined within some ten blocks' })
  readonly low!: number;
  @ApiProperty({ description: 'Crumbs per byte: within some three blocks' })
  readonly normal!: number;
  @ApiProperty({ description: 'Crumbs per byte: in the next block' })
  readonly high!: number;
}

/** What a payment should pay, from what is open and what was mined. */
@ApiTags('transactions')
@Controller('v1/fees')
export class FeesController {
  constructor(private readonly node: FullNode) {}

  @Get()
  @ApiOkResponse({ type: FeesView })
  show(): FeesView {
    const { low, normal, high } = this.node.mempool.view.feeEstimates();
    return { low, normal, high };
  }
}
