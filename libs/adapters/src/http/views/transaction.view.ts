import { ApiProperty } from '@nestjs/swagger';
import type { FoundTransaction } from '#domain/node/node-queries';
import { encodeAddress } from '#domain/transaction/address';
import type { Transaction } from '#domain/transaction/transaction';

const ID_EXAMPLE = 'b5f0c3a1d2e4f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f';

/** A transaction as the API tells it. */
export class TransactionView {
  @ApiProperty({ description: '64 hex digits', example: ID_EXAMPLE })
  readonly id!: string;
  @ApiProperty({ enum: ['open', 'confirmed'] })
  readonly status!: 'open' | 'confirmed';
  @ApiProperty({ description: 'Address of who pays' })
  readonly sender!: string;
  @ApiProperty({ description: 'Address of who is paid' })
  readonly recipient!: string;
  @ApiProperty({ description: 'Crumbs', minimum: 1 })
  readonly amount!: number;
  @ApiProperty({ description: 'Crumbs', minimum: 0 })
  readonly fee!: number;
  @ApiProperty({ description: "How many of the sender's transactions come before it", minimum: 0 })
  readonly nonce!: number;
  @ApiProperty({ description: 'Text; bytes that are no UTF-8 show as U+FFFD' })
  readonly memo!: string;
  @ApiProperty({ description: 'Bytes', minimum: 154, maximum: 410 })
  readonly size!: number;
  @ApiProperty({ type: String, nullable: true, description: 'The block that holds it' })
  readonly blockHash!: string | null;
  @ApiProperty({ type: Number, nullable: true })
  readonly height!: number | null;
  @ApiProperty({ description: '0 while open, 1 in the newest block', minimum: 0 })
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
    sender: encodeAddress(prefix, transaction.senderAccount),
    recipient: encodeAddress(prefix, transaction.recipient),
    amount,
    fee,
    nonce,
    memo: memo.length === 0 ? '' : utf8.decode(memo),
    size: bytes.length,
  };
}
