import { ApiProperty } from '@nestjs/swagger';
import type { FoundTransaction } from '#domain/node/node-queries';

import type { Transaction } from '#domain/transaction/transaction';
import { addressText } from './address-text.ts';
import { EXAMPLES } from './examples.ts';
import { ApiAddress, ApiAmount, ApiCount, ApiHash, ApiOptionalHash } from './properties.ts';

/** A transaction as the API tells it. */
export class TransactionView {
  @ApiHash('Of its signed body', EXAMPLES.id)
  readonly id!: string;
  @ApiProperty({
    enum: ['open', 'confirmed'],
    description: 'Waiting for a block, or in one of the best chain',
    example: 'open',
  })
  readonly status!: 'open' | 'confirmed';
  @ApiAddress('Who pays')
  readonly sender!: string;
  @ApiAddress('Who is paid')
  readonly recipient!: string;
  @ApiAmount('what the recipient gets', 1)
  readonly amount!: number;
  @ApiAmount('what the miner gets')
  readonly fee!: number;
  @ApiCount("How many of the sender's transactions come before it")
  readonly nonce!: number;
  @ApiProperty({ description: 'Text; bytes that are no UTF-8 show as U+FFFD', maxLength: 256, example: 'two rounds' })
  readonly memo!: string;
  @ApiProperty({ type: 'integer', description: 'Bytes', minimum: 154, maximum: 410, example: 164 })
  readonly size!: number;
  @ApiOptionalHash('The block that holds it')
  readonly blockHash!: string | null;
  @ApiProperty({ type: 'integer', nullable: true, minimum: 0, description: 'Of that block', example: null })
  readonly height!: number | null;
  @ApiCount('0 while open, 1 in the newest block')
  readonly confirmations!: number;
}

const utf8 = new TextDecoder();

/** `prefix`: of the network's addresses. */
export function transactionView(prefix: string, found: FoundTransaction): TransactionView {
  const { confirmed } = found;
  return {
    ...transferView(prefix, found.transaction),
    status: confirmed === undefined ? 'open' : 'confirmed',
    blockHash: confirmed?.entry.hash ?? null,
    height: confirmed?.entry.height ?? null,
    confirmations: confirmed?.confirmations ?? 0,
  };
}

/** What the transaction itself says, wherever it stands. */
function transferView(prefix: string, transaction: Transaction) {
  const { id, amount, fee, nonce, memo, bytes } = transaction;
  return {
    id,
    sender: addressText(prefix, transaction.senderAccount),
    recipient: addressText(prefix, transaction.recipient),
    amount,
    fee,
    nonce,
    memo: memo.length === 0 ? '' : utf8.decode(memo),
    size: bytes.length,
  };
}
