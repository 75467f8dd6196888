import { ApiProperty } from '@nestjs/swagger';
import { formatBits, targetOf } from '#domain/chain/target';
import { difficultyOf } from '#domain/chain/work';
import type { Network } from '#domain/network-params/network';
import type { FoundBlock } from '#domain/node/node-queries';

import { EXAMPLES } from './examples.ts';
import { isoTime } from './iso-time.ts';
import { ApiCount, ApiHash, ApiTime, ApiUint32 } from './properties.ts';
import { BlockRewardView, blockRewardView } from './reward.view.ts';
import { TransactionView, transactionView } from './transaction.view.ts';

/** A block as the API tells it. */
export class BlockView {
  @ApiHash('Of the header')
  readonly hash!: string;
  @ApiUint32('How many blocks come before it', 42)
  readonly height!: number;
  @ApiUint32('Of the header')
  readonly version!: number;
  @ApiHash('The block before it; zeros for the first', EXAMPLES.otherHash)
  readonly previousHash!: string;
  @ApiHash('Root of the tree over the ids of the reward and the transactions, in this order', EXAMPLES.id)
  readonly merkleRoot!: string;
  @ApiTime('When it was mined, as its header says')
  readonly timestamp!: string;
  @ApiProperty({ pattern: '^[0-9a-f]{8}$', description: 'Compact target, 8 hex digits', example: '207fffff' })
  readonly bits!: string;
  @ApiUint32('What was searched for', 3_141_592)
  readonly nonce!: number;
  @ApiProperty({ minimum: 0, description: "The network's easiest target ÷ the block's", example: 1 })
  readonly difficulty!: number;
  @ApiCount('Bytes', 272)
  readonly size!: number;
  @ApiCount('1 for the newest block', 1)
  readonly confirmations!: number;
  @ApiProperty({ type: BlockRewardView })
  readonly reward!: BlockRewardView;
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
    reward: blockRewardView(prefix, reward),
    transactions: transactions.map((transaction) => transactionView(prefix, { transaction, confirmed })),
  };
}
