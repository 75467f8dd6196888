import { Body, Controller, Headers, Post, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { SubmitRefusal } from '#domain/mempool/submit-transaction';
import { FullNode } from '#domain/node/full-node';
import { addressRules } from '#domain/transaction/address.errors';
import type { Transaction } from '#domain/transaction/transaction';
import { idempotencyRules } from '#domain/wallet/idempotency.errors';
import { IdempotentPayments } from '#domain/wallet/idempotent-payments';
import { paymentRules } from '#domain/wallet/payment.errors';
import { SendPayment } from '#domain/wallet/send-payment';
import { ADMISSION_REFUSALS } from '../chain/admission-refusals.ts';
import { Refuses } from '../document/refuses.decorator.ts';
import { valueOrProblem } from '../problems/problem-of.ts';
import { TransactionView, transactionView } from '../views/transaction.view.ts';
import { PaymentBody } from './payment.dto.ts';
import { UNUSABLE_KEYSTORE } from './unusable-keystore.ts';

/** Payments from the peer's own wallet. */
@ApiTags('wallet')
@ApiBearerAuth()
@Controller('v1/wallet/transactions')
export class PaymentsController {
  constructor(
    private readonly payments: SendPayment<SubmitRefusal>,
    private readonly idempotent: IdempotentPayments<SubmitRefusal>,
    private readonly node: FullNode,
  ) {}

  @Post()
  @ApiOperation({
    summary: 'Pay',
    description:
      'When this answers the transaction is open and kept. With an Idempotency-Key a payment is made once, however ' +
      'often it is asked for within 24 hours: every answer tells the same transaction, as it was first told.',
  })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'Of the caller’s choice, a fresh one for each payment',
    schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
    example: '3f0c4e2e-8b0b-4f8e-9a43-0a4d6c1f2b77',
  })
  @ApiCreatedResponse({
    type: TransactionView,
    description: 'The transaction, open now',
    headers: {
      'Idempotent-Replayed': {
        description: '`true` when an earlier call with this key has paid',
        schema: { type: 'string', enum: ['true'] },
      },
    },
  })
  @Refuses(
    paymentRules,
    addressRules,
    ...ADMISSION_REFUSALS,
    idempotencyRules,
    'wallet-missing',
    'wallet-locked',
    ...UNUSABLE_KEYSTORE,
  )
  async pay(
    @Body() request: PaymentBody,
    @Headers('idempotency-key') key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TransactionView> {
    if (key === undefined) return this.view(valueOrProblem(await this.payments.send(request)));
    const { transaction, replayed } = valueOrProblem(await this.idempotent.pay(key, request));
    if (replayed) void reply.header('idempotent-replayed', 'true');
    return this.view(transaction);
  }

  private view(transaction: Transaction): TransactionView {
    return transactionView(this.node.network.parameters.addressPrefix, { transaction, confirmed: undefined });
  }
}
