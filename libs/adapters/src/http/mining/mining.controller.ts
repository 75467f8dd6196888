import { Body, Controller, Delete, Get, Post, Put, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { miningRules } from '#domain/mining/mining.errors';
import { FullNode } from '#domain/node/full-node';
import type { AccountId } from '#domain/transaction/account';
import { addressRules } from '#domain/transaction/address.errors';
import { Wallet } from '#domain/wallet/wallet';
import { Refuses } from '../document/refuses.decorator.ts';
import { problemOf } from '../problems/problem-of.ts';
import { BlockView, blockView } from '../views/block.view.ts';
import { accountFrom } from '../views/path-values.ts';
import { UNUSABLE_KEYSTORE } from '../wallet/unusable-keystore.ts';
import { MineOneRequest, StartMiningRequest } from './mining.dto.ts';
import { MiningView, miningView } from './mining.view.ts';

/** The wallet is paid when nobody else is named. */
const RECIPIENT_REFUSALS = [...Object.keys(addressRules), 'wallet-missing', ...UNUSABLE_KEYSTORE];

/** Mining: one block now, or one after another. */
@ApiTags('mining')
@ApiBearerAuth()
@Controller('v1/mining')
export class MiningController {
  constructor(
    private readonly node: FullNode,
    private readonly wallet: Wallet,
  ) {}

  @Get()
  @ApiOperation({ summary: 'What mining is doing' })
  @ApiOkResponse({ type: MiningView, description: 'State and hash rate' })
  getMining(): MiningView {
    return miningView(this.prefix, this.node.mining.state());
  }

  @Put()
  @ApiOperation({ summary: 'Start to mine', description: 'One block after another, until it is stopped.' })
  @ApiOkResponse({ type: MiningView, description: 'It runs' })
  @Refuses('mining-busy', 'mining-threads-out-of-range', ...RECIPIENT_REFUSALS)
  startMining(@Body() { threads, recipient }: StartMiningRequest): MiningView {
    const started = this.node.mining.start(this.payee(recipient), threads);
    if (!started.ok) throw problemOf(started.refusal);
    return this.getMining();
  }

  @Delete()
  @ApiOperation({ summary: 'Stop mining', description: 'Whatever search runs; harmless when none does.' })
  @ApiOkResponse({ type: MiningView, description: 'It has stopped' })
  async stopMining(): Promise<MiningView> {
    await this.node.mining.stop();
    return this.getMining();
  }

  @Post('blocks')
  @ApiOperation({ summary: 'Mine one block, now', description: 'The search ends when the caller hangs up.' })
  @ApiBody({ type: MineOneRequest, required: false })
  @ApiCreatedResponse({ type: BlockView, description: 'The block, connected and kept' })
  @Refuses(miningRules, ...RECIPIENT_REFUSALS)
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
    if (recipient !== undefined) return accountFrom(this.prefix, recipient);
    const status = this.wallet.status();
    if (!status.ok) throw problemOf(status.refusal);
    return status.value.account;
  }

  private get prefix(): string {
    return this.node.network.parameters.addressPrefix;
  }
}
