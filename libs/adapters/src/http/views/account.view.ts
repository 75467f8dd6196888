import { ApiProperty } from '@nestjs/swagger';
import type { AccountSummary } from '#domain/node/node-queries';
import { RewardView } from './block.view.ts';
import { TransactionView } from './transaction.view.ts';

export class PendingView {
  @ApiProperty({ description: 'Crumbs of open payments to it' })
  readonly incoming!: number;
  @ApiProperty({ description: 'Crumbs of its own open payments, fees included' })
  readonly outgoing!: number;
}

export class AccountView {
  @ApiProperty()
  readonly address!: string;
  @ApiProperty({ description: 'Confirmed crumbs' })
  readonly balance!: number;
  @ApiProperty({ description: 'How many of its transactions are confirmed' })
  readonly nonce!: number;
  @ApiProperty({ description: 'Crumbs of rewards that are not credited yet' })
  readonly immature!: number;
  @ApiProperty({ type: PendingView })
  readonly pending!: PendingView;
}

export class HistoryLineView {
  @ApiProperty()
  readonly height!: number;
  @ApiProperty()
  readonly blockHash!: string;
  @ApiProperty({ description: 'ISO 8601, of the block' })
  readonly time!: string;
  @ApiProperty()
  readonly confirmations!: number;
  @ApiProperty({ type: RewardView, nullable: true, description: 'For a block the account mined' })
  readonly reward!: RewardView | null;
  @ApiProperty({ type: TransactionView, nullable: true })
  readonly transaction!: TransactionView | null;
}

export class HistoryPage {
  @ApiProperty({ type: [HistoryLineView] })
  readonly transactions!: HistoryLineView[];
  @ApiProperty({ type: String, nullable: true })
  readonly next!: string | null;
}

export function accountView(address: string, summary: AccountSummary): AccountView {
  const { balance, nonce, immature, pending } = summary;
  const { incoming, outgoing } = pending;
  return { address, balance, nonce, immature, pending: { incoming, outgoing } };
}
