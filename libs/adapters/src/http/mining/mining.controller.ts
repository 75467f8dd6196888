import { Body, Controller, Delete, Get, Post, Put, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { paceOf } from '#domain/mining/mining-pace';
import { FullNode } from '#domain/node/full-node';
import type { AccountId } from '#domain/transaction/account';
import { Wallet } from '#domain/wallet/wallet';
import { Refuses } from '../document/refuses.decorator.ts';
import { problemOf } from '../problems/problem-of.ts';
import { BlockView, blockView } from '../views/block.view.ts';
import { MineOneRequest, StartMiningRequest } from './mining.dto.ts';
import { MiningStatusView, miningView } from './mining.view.ts';
import { MiningWorkers } from './mining-workers.ts';
import { PAYEE_REFUSALS, payeeOf } from './payee.ts';
import { workerView } from './worker.view.ts';

/** Mining: one block now, or one after another. */
@ApiTags('mining')
@ApiBearerAuth()
@Controller('v1/mining')
export class MiningController {
  constructor(
    private readonly node: FullNode,
    private readonly wallet: Wallet,
    private readonly workers: MiningWorkers,
  ) {}

  @Get()
  @ApiOperation({ summary: 'What mining is doing' })
  @ApiOkResponse({ type: MiningStatusView, description: 'State and hash rate' })
  getMining(): MiningStatusView {
    const workers = this.workers.list().map((worker) => workerView(this.prefix, worker));
    return { ...miningView(this.prefix, this.node.mining.state()), workers };
  }

  @Put()
  @ApiOperation({ summary: 'Start to mine', description: 'Blocks at the pace of `mode`, until it is stopped.' })
  @ApiOkResponse({ type: MiningStatusView, description: 'It runs' })
  @Refuses('mining-busy', 'mining-threads-out-of-range', ...PAYEE_REFUSALS)
  startMining(@Body() { threads, recipient, mode, intervalSeconds }: StartMiningRequest): MiningStatusView {
    const started = this.node.mining.start(this.payee(recipient), threads, paceOf(mode, intervalSeconds));
    if (!started.ok) throw problemOf(started.refusal);
    return this.getMining();
  }

  @Delete()
  @ApiOperation({ summary: 'Stop mining', description: 'Whatever search runs; harmless when none does.' })
  @ApiOkResponse({ type: MiningStatusView, description: 'It has stopped' })
  async stopMining(): Promise<MiningStatusView> {
    await this.node.mining.stop();
    return this.getMining();
  }

  @Post('blocks')
  @ApiOperation({ summary: 'Mine one block, now', description: 'The search ends when the caller hangs up.' })
  @ApiBody({ type: MineOneRequest, required: false })
  @ApiCreatedResponse({ type: BlockView, description: 'The block, connected and kept' })
  @Refuses('mining-busy', 'mining-cancelled', 'mining-clock-behind', 'mining-block-refused', ...PAYEE_REFUSALS)
  async mineBlock(
    @Body() { recipient }: MineOneRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BlockView> {
    const payee = this.payee(recipient);
    const gone = new AbortController();
    const hangUp = () => gone.abort();
    if (reply.raw.destroyed) hangUp();
    else reply.raw.once('close', hangUp);
    try {
      const mined = await this.node.mining.mineOne(payee, this.node.mining.allThreads, gone.signal);
      if (!mined.ok) throw problemOf(mined.refusal);
      const confirmations = this.node.chain.tip.height - mined.value.entry.height + 1;
      return blockView(this.node.network, { ...mined.value, confirmations });
    } finally {
      reply.raw.off('close', hangUp);
    }
  }

  private payee(recipient: string | undefined): AccountId {
    return payeeOf(this.prefix, this.wallet, recipient);
  }

  private get prefix(): string {
    return this.node.network.parameters.addressPrefix;
  }
}
