import { Body, Controller, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { mempoolRules } from '#domain/mempool/mempool.errors';
import type { SubmitRefusal } from '#domain/mempool/submit-transaction';
import { FullNode } from '#domain/node/full-node';
import { addressRules } from '#domain/transaction/address.errors';
import { paymentRules } from '#domain/wallet/payment.errors';
import { SendPayment } from '#domain/wallet/send-payment';
import { Refuses } from '../document/refuses.decorator.ts';
import { valueOrProblem } from '../problems/problem-of.ts';
import { TransactionView, transactionView } from '../views/transaction.view.ts';
import { PaymentBody } from './payment.dto.ts';

/** Payments from the peer's own wallet. */
@ApiTags('wallet')
@ApiBearerAuth()
@Controller('v1/wallet/transactions')
export class PaymentsController {
  constructor(
    private readonly payments: SendPayment<SubmitRefusal>,
    private readonly node: FullNode,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Pay', description: 'When this answers the transaction is open and kept.' })
  @ApiCreatedResponse({ type: TransactionView, description: 'The transaction, open now' })
  @Refuses(paymentRules, addressRules, mempoolRules, 'wallet-missing', 'wallet-locked')
  async pay(@Body() request: PaymentBody): Promise<TransactionView> {
    const transaction = valueOrProblem(await this.payments.send(request));
    return transactionView(this.node.network.parameters.addressPrefix, { transaction, confirmed: undefined });
  }
}
