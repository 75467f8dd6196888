import { ApiProperty } from '@nestjs/swagger';
import type { Reward } from '#domain/block/reward';
import type { HistoryLine } from '#domain/node/node-queries';
import { addressText } from '../views/address-text.ts';

import { isoTime } from '../views/iso-time.ts';
import { ApiCount, ApiHash, ApiNext, ApiTime, ApiUint32 } from '../views/properties.ts';
import { RewardView } from '../views/reward.view.ts';
import { TransactionView, transactionView } from '../views/transaction.view.ts';

/** One thing that happened to an account: a payment from or to it, or the reward for a block. */
export class HistoryLineView {
  @ApiUint32('Of the block', 42)
  readonly height!: number;
  @ApiHash('The block')
  readonly blockHash!: string;
  @ApiTime('Of the block')
  readonly time!: string;
  @ApiCount('1 in the newest block', 1)
  readonly confirmations!: number;
  @ApiProperty({ type: RewardView, nullable: true, description: 'For a block that the account mined; else null' })
  readonly reward!: RewardView | null;
  @ApiProperty({ type: TransactionView, nullable: true, description: 'For a payment; else null' })
  readonly transaction!: TransactionView | null;
}

export class HistoryPage {
  @ApiProperty({ type: [HistoryLineView] })
  readonly transactions!: HistoryLineView[];
  @ApiNext()
  readonly next!: string | null;
}

/** `prefix`: of the network's addresses. */
export function historyLineView(prefix: string, { height, entry, confirmations, what }: HistoryLine): HistoryLineView {
  const confirmed = { entry, confirmations };
  return {
    height,
    blockHash: entry.hash,
    time: isoTime(entry.header.timestamp),
    confirmations,
    reward: 'reward' in what ? rewardLine(prefix, what.reward) : null,
    transaction: 'transaction' in what ? transactionView(prefix, { transaction: what.transaction, confirmed }) : null,
  };
}

function rewardLine(prefix: string, { recipient, amount }: Reward): RewardView {
  return { recipient: addressText(prefix, recipient), amount };
}
