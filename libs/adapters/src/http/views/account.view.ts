import { ApiProperty } from '@nestjs/swagger';
import type { AccountSummary } from '#domain/node/node-queries';
import { ApiAddress, ApiAmount, ApiCount } from './properties.ts';

export class PendingView {
  @ApiAmount('open payments to it')
  readonly incoming!: number;
  @ApiAmount('its own open payments, fees included')
  readonly outgoing!: number;
}

/** An account as the API tells it. */
export class AccountView {
  @ApiAddress('Of the account')
  readonly address!: string;
  @ApiAmount('what is confirmed')
  readonly balance!: number;
  @ApiCount('How many of its transactions are confirmed')
  readonly nonce!: number;
  @ApiAmount('rewards that are not credited yet')
  readonly immature!: number;
  @ApiProperty({ type: PendingView })
  readonly pending!: PendingView;
}

export function accountView(address: string, summary: AccountSummary): AccountView {
  const { balance, nonce, immature, pending } = summary;
  const { incoming, outgoing } = pending;
  return { address, balance, nonce, immature, pending: { incoming, outgoing } };
}
