import { ApiProperty } from '@nestjs/swagger';
import { formatBits, targetOf } from '#domain/chain/target';
import { difficultyOf } from '#domain/chain/work';
import type { Network } from '#domain/network-params/network';
import type { FoundBlock } from '#domain/node/node-queries';
import { encodeAddress } from '#domain/transaction/address';
import { isoTime } from './iso-time.ts';
import { TransactionView, transactionView } from './transaction.view.ts';

export class RewardView {
  @ApiProperty({ description: 'Address of who mined the block' })
  readonly recipient!: string;
  @ApiProperty({ description: 'Crumbs: the subsidy and all fees' })
  readonly amount!: number;
}

/** A block as the API tells it. */
export class BlockView {
  @ApiProperty({ description: '64 hex digits' })
  readonly hash!: string;
  @ApiProperty({ minimum: 0 })
  readonly height!: number;
  @ApiProperty({ description: 'uint32 of the header' })
  readonly version!: number;
  @ApiProperty()
  readonly previousHash!: string;
  @ApiProperty()
  readonly merkleRoot!: string;
  @ApiProperty({ description: 'ISO 8601', example: '2026-11-01T00:00:00.000Z' })
  readonly timestamp!: string;
  @ApiProperty({ description: '8 hex digits', example: '207fffff' })
  readonly bits!: string;
  @ApiProperty({ description: 'uint32' })
  readonly nonce!: number;
  @ApiProperty({ description: "The network's easiest target ÷ the block's" })
  readonly difficulty!: number;
  @ApiProperty({ description: 'Bytes' })
  readonly size!: number;
  @ApiProperty({ description: '1 for the newest block' })
  readonly confirmations!: number;
  @ApiProperty({ type: RewardView })
  readonly reward!: RewardView;
  @ApiProperty({ type: [TransactionView] })
  readonly transactions!: TransactionView[];
}

export function blockView(network: Network, { entry, block, confirmations }: FoundBlock): BlockView {
  const { header, reward, transactions, bytes } = block;
  const prefix = network.parameters.addressPrefix;
  const confirmed = { entry, confirmations };
  return {
    hash: block.hash,
    height: entry.height,
    version: header.version,
    previousHash: header.previousHash,
    merkleRoot: header.merkleRoot,
    timestamp: isoTime(header.timestamp),
    bits: formatBits(header.bits),
    nonce: header.nonce,
    difficulty: difficultyOf(targetOf(header.bits), network.easiestTarget),
    size: bytes.length,
    confirmations,
    reward: { recipient: encodeAddress(prefix, reward.recipient), amount: reward.amount },
    transactions: transactions.map((transaction) => transactionView(prefix, { transaction, confirmed })),
  };
}
