import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { FullNode } from '#domain/node/full-node';
import { FeesView } from './fees.view.ts';

/** What a payment should pay, from what is open and what was mined. */
@ApiTags('transactions')
@ApiBearerAuth()
@Controller('v1/fees')
export class FeesController {
  constructor(private readonly node: FullNode) {}

  @Get()
  @ApiOperation({ summary: 'Fee rates', description: 'Crumbs per byte, from what is open and what was mined.' })
  @ApiOkResponse({ type: FeesView, description: 'The rates' })
  getFees(): FeesView {
    const { view, parameters } = this.node.mempool;
    const { low, normal, high } = view.feeEstimates();
    return { low, normal, high, newAccount: parameters.minimumFeeRate * parameters.newAccountFeeFactor };
  }
}
