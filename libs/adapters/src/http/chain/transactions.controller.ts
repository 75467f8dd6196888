import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsHexadecimal, IsString, Length } from 'class-validator';
import { FullNode } from '#domain/node/full-node';
import { fromHex } from '#domain/primitives/bytes';
import { MAX_TRANSACTION_BYTES, MIN_TRANSACTION_BYTES } from '#domain/transaction/transaction';
import { NeedsToken } from '../access/access.decorators.ts';
import { httpProblem, problemOf } from '../problems/problem-of.ts';
import { PageQuery } from '../views/page-query.dto.ts';
import { hashFrom } from '../views/path-values.ts';
import { TransactionView, transactionView } from '../views/transaction.view.ts';

export class RawTransaction {
  @ApiProperty({ description: 'SSZ of a signed transaction as hex' })
  @IsString()
  @IsHexadecimal()
  @Length(2 * MIN_TRANSACTION_BYTES, 2 * MAX_TRANSACTION_BYTES)
  readonly raw!: string;
}

export class TransactionPage {
  @ApiProperty({ type: [TransactionView] })
  readonly transactions!: TransactionView[];
  @ApiProperty({ type: String, nullable: true })
  readonly next!: string | null;
}

/** Open transactions, and all by their id. */
@ApiTags('transactions')
@Controller('v1/transactions')
export class TransactionsController {
  constructor(private readonly node: FullNode) {}

  /** Open ones, best fee rate first. */
  @Get()
  @ApiOkResponse({ type: TransactionPage })
  list(@Query() { limit, before }: PageQuery): TransactionPage {
    const page = this.node.mempool.view.list(limit, before);
    if (!page.ok) throw problemOf(page.refusal);
    const { transactions, next } = page.value;
    return { transactions: transactions.map(({ transaction }) => this.view(transaction)), next };
  }

  @Get(':id')
  @ApiOkResponse({ type: TransactionView })
  async show(@Param('id') id: string): Promise<TransactionView> {
    const found = await this.node.queries.transaction(hashFrom(id, 'id'));
    if (found === undefined) throw httpProblem(404, 'transaction-not-found', { id });
    return transactionView(this.node.network.parameters.addressPrefix, found);
  }

  /** Takes a transaction that was signed elsewhere. */
  @Post()
  @NeedsToken()
  @ApiBearerAuth()
  @ApiCreatedResponse({ type: TransactionView })
  async submit(@Body() { raw }: RawTransaction): Promise<TransactionView> {
    if (raw.length % 2 !== 0)
      throw httpProblem(400, 'request-invalid', { errors: [{ field: 'raw', detail: 'raw has two digits a byte' }] });
    const submission = await this.node.transactions.submit(fromHex(raw), 'own');
    if (!submission.ok) throw problemOf(submission.refusal);
    return this.view(submission.value.opened.transaction);
  }

  private view(transaction: Parameters<typeof transactionView>[1]['transaction']): TransactionView {
    return transactionView(this.node.network.parameters.addressPrefix, { transaction, confirmed: undefined });
  }
}
