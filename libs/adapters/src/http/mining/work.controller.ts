import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Header } from '#domain/block/header';
import { workRules } from '#domain/mining/work.errors';
import { WorkDesk } from '#domain/mining/work-desk';
import { FullNode } from '#domain/node/full-node';
import { fromHex } from '#domain/primitives/bytes';
import { Wallet } from '#domain/wallet/wallet';
import { Refuses } from '../document/refuses.decorator.ts';
import { valueOrProblem } from '../problems/problem-of.ts';
import { BlockView, blockView } from '../views/block.view.ts';
import { MineOneRequest } from './mining.dto.ts';
import { PAYEE_REFUSALS, payeeOf } from './payee.ts';
import { FinishedWork } from './work.dto.ts';
import { WorkView, workView } from './work.view.ts';

/** Rules that a miner can break: everything else of the block is the template's. */
const FINISHED_WORK_REFUSALS = [
  'block-merkle-root-mismatch',
  'header-version',
  'header-bits-invalid',
  'header-target-too-easy',
  'header-work-insufficient',
  'header-bits-wrong',
  'header-time-too-early',
  'header-time-too-far-ahead',
] as const;

/** Work for miners that others wrote. */
@ApiTags('mining')
@ApiBearerAuth()
@Controller('v1/mining')
export class WorkController {
  constructor(
    private readonly node: FullNode,
    private readonly wallet: Wallet,
    private readonly desk: WorkDesk,
  ) {}

  @Get('template')
  @ApiOperation({
    summary: 'A block to be mined elsewhere',
    description:
      'For the tip as it is now, with the best-paying open transactions. Look for a nonce (the last four bytes of ' +
      '`header`) until sha256d of the header does not exceed `target`; then hand it in. Who uses up all nonces changes ' +
      'the time, the free version bits, or the free bytes of the reward and with them the merkle root.',
  })
  @ApiOkResponse({ type: WorkView, description: 'The template, kept until many others were asked for' })
  @Refuses('mining-clock-behind', ...PAYEE_REFUSALS)
  async getTemplate(@Query() { recipient }: MineOneRequest): Promise<WorkView> {
    const { network } = this.node;
    const payee = payeeOf(network.parameters.addressPrefix, this.wallet, recipient);
    const issued = valueOrProblem(await this.desk.issue(payee));
    return workView(network, issued, this.desk.nowSeconds);
  }

  @Post('submit')
  @ApiOperation({ summary: 'Hand in a block that was mined elsewhere' })
  @ApiCreatedResponse({ type: BlockView, description: 'The block, connected and kept' })
  @Refuses(workRules, ...FINISHED_WORK_REFUSALS)
  async submitWork(@Body() { id, header, extra }: FinishedWork): Promise<BlockView> {
    const bytes = extra === undefined ? undefined : fromHex(extra);
    const mined = valueOrProblem(await this.desk.submit(id, new Header(fromHex(header)), bytes));
    const confirmations = this.node.chain.tip.height - mined.entry.height + 1;
    return blockView(this.node.network, { ...mined, confirmations });
  }
}
