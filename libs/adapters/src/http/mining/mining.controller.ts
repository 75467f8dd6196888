import { Body, Controller, Delete, Get, Post, Put, Req } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiProperty,
  ApiPropertyOptional,
  ApiTags,
} from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { FullNode } from '#domain/node/full-node';
import type { AccountId } from '#domain/transaction/account';
import { encodeAddress } from '#domain/transaction/address';
import { Wallet } from '#domain/wallet/wallet';
import { NeedsToken } from '../access/access.decorators.ts';
import { problemOf } from '../problems/problem-of.ts';
import { BlockView, blockView } from '../views/block.view.ts';
import { accountFrom } from '../views/path-values.ts';

const MAX_ADDRESS_LENGTH = 128;
const MAX_THREADS = 256;

export class MineOneRequest {
  @ApiPropertyOptional({ description: "Address to pay; the wallet's when absent" })
  @IsOptional()
  @IsString()
  @Length(1, MAX_ADDRESS_LENGTH)
  readonly recipient?: string;
}

export class StartMiningRequest extends MineOneRequest {
  @ApiProperty({ minimum: 1, maximum: MAX_THREADS })
  @IsInt()
  @Min(1)
  @Max(MAX_THREADS)
  readonly threads!: number;
}

export class MiningView {
  @ApiProperty({ enum: ['off', 'one', 'continuous'] })
  readonly mode!: 'off' | 'one' | 'continuous';
  @ApiProperty()
  readonly threads!: number;
  @ApiProperty({ type: String, nullable: true })
  readonly recipient!: string | null;
  @ApiProperty({ description: 'Over the last moments' })
  readonly hashesPerSecond!: number;
  @ApiProperty({ description: 'For the block that is searched now' })
  readonly hashes!: number;
  @ApiProperty({ description: 'Since the peer started' })
  readonly blocksFound!: number;
}

/** Mining: one block now, or one after another. */
@ApiTags('mining')
@Controller('v1/mining')
export class MiningController {
  constructor(
    private readonly node: FullNode,
    private readonly wallet: Wallet,
  ) {}

  @Get()
  @ApiOkResponse({ type: MiningView })
  show(): MiningView {
    const { recipient, ...state } = this.node.mining.state();
    return { ...state, recipient: recipient === undefined ? null : encodeAddress(this.prefix, recipient) };
  }

  @Put()
  @NeedsToken()
  @ApiBearerAuth()
  @ApiOkResponse({ type: MiningView })
  start(@Body() { threads, recipient }: StartMiningRequest): MiningView {
    const started = this.node.mining.start(this.payee(recipient), threads);
    if (!started.ok) throw problemOf(started.refusal);
    return this.show();
  }

  @Delete()
  @NeedsToken()
  @ApiBearerAuth()
  @ApiOkResponse({ type: MiningView })
  async stop(): Promise<MiningView> {
    await this.node.mining.stop();
    return this.show();
  }

  /** Mines exactly one block, now. It ends when the caller goes away. */
  @Post('blocks')
  @NeedsToken()
  @ApiBearerAuth()
  @ApiCreatedResponse({ type: BlockView })
  async mineOne(@Body() { recipient }: MineOneRequest, @Req() request: FastifyRequest): Promise<BlockView> {
    const gone = new AbortController();
    const onClose = () => gone.abort();
    request.raw.socket.once('close', onClose);
    try {
      const mined = await this.node.mining.mineOne(this.payee(recipient), this.node.mining.allThreads, gone.signal);
      if (!mined.ok) throw problemOf(mined.refusal);
      const confirmations = this.node.chain.tip.height - mined.value.entry.height + 1;
      return blockView(this.node.network, { ...mined.value, confirmations });
    } finally {
      request.raw.socket.off('close', onClose);
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
