import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { cursorRules } from '#domain/mempool/open-page';
import { FullNode } from '#domain/node/full-node';
import { fromHex } from '#domain/primitives/bytes';
import { encodingRules } from '#domain/primitives/encoding.errors';
import type { Transaction } from '#domain/transaction/transaction';
import { transactionRules } from '#domain/transaction/transaction.errors';
import { Refuses } from '../document/refuses.decorator.ts';
import { httpProblem, problemOf } from '../problems/problem-of.ts';
import { EXAMPLES } from '../views/examples.ts';
import { PageQuery } from '../views/page-query.dto.ts';
import { hashFrom } from '../views/path-values.ts';
import { TransactionView, transactionView } from '../views/transaction.view.ts';
import { ADMISSION_REFUSALS } from './admission-refusals.ts';
import { RawTransaction } from './raw-transaction.dto.ts';
import { TransactionPage } from './transaction-page.view.ts';
import { PROOF_DESCRIPTION, TransactionProofView, transactionProofView } from './transaction-proof.view.ts';

/** Open transactions, and all by their id. */
@ApiTags('transactions')
@ApiBearerAuth()
@Controller('v1/transactions')
export class TransactionsController {
  constructor(private readonly node: FullNode) {}

  @Get()
  @ApiOperation({ summary: 'Open transactions', description: 'Those that can be mined now, best fee rate first.' })
  @ApiOkResponse({ type: TransactionPage, description: 'A page of open transactions' })
  @Refuses(cursorRules)
  listOpenTransactions(@Query() { limit, before }: PageQuery): TransactionPage {
    const page = this.node.mempool.view.list(limit, before);
    if (!page.ok) throw problemOf(page.refusal);
    const { transactions, next } = page.value;
    return { transactions: transactions.map(({ transaction }) => this.openView(transaction)), next };
  }

  @Get(':id')
  @ApiOperation({ summary: 'A transaction', description: 'Open or confirmed, by its id.' })
  @ApiParam({ name: 'id', example: EXAMPLES.id })
  @ApiOkResponse({ type: TransactionView, description: 'The transaction' })
  @Refuses('transaction-not-found')
  async getTransaction(@Param('id') id: string): Promise<TransactionView> {
    const found = await this.node.queries.transaction(hashFrom(id, 'id'));
    if (found === undefined) throw httpProblem('transaction-not-found', { id });
    return transactionView(this.node.network.parameters.addressPrefix, found);
  }

  @Get(':id/proof')
  @ApiOperation({ summary: 'Proof that a block has a transaction', description: PROOF_DESCRIPTION })
  @ApiParam({ name: 'id', example: EXAMPLES.id })
  @ApiOkResponse({ type: TransactionProofView, description: 'The proof' })
  @Refuses('transaction-not-found', 'transaction-not-confirmed')
  async getTransactionProof(@Param('id') text: string): Promise<TransactionProofView> {
    const id = hashFrom(text, 'id');
    const proof = await this.node.queries.proof(id);
    if (proof !== undefined) return transactionProofView(id, proof);
    throw httpProblem(this.node.mempool.view.has(id) ? 'transaction-not-confirmed' : 'transaction-not-found', { id });
  }

  @Post()
  @ApiOperation({
    summary: 'Hand in a signed transaction',
    description: 'One that was signed elsewhere. When this answers it is open and kept.',
  })
  @ApiCreatedResponse({ type: TransactionView, description: 'The transaction, open now' })
  @Refuses(encodingRules, transactionRules, ...ADMISSION_REFUSALS)
  async submitTransaction(@Body() { raw }: RawTransaction): Promise<TransactionView> {
    const submission = await this.node.transactions.submit(fromHex(raw), 'own');
    if (!submission.ok) throw problemOf(submission.refusal);
    return this.openView(submission.value.opened.transaction);
  }

  private openView(transaction: Transaction): TransactionView {
    return transactionView(this.node.network.parameters.addressPrefix, { transaction, confirmed: undefined });
  }
}
