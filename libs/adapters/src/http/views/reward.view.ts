import { ApiAddress, ApiAmount } from './properties.ts';

export class RewardView {
  @ApiAddress('Who mined the block')
  readonly recipient!: string;
  @ApiAmount('the subsidy and all fees')
  readonly amount!: number;
}
