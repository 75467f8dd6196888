import { ApiProperty } from '@nestjs/swagger';
import { ApiNext } from '../views/properties.ts';
import { TransactionView } from '../views/transaction.view.ts';

export class TransactionPage {
  @ApiProperty({ type: [TransactionView] })
  readonly transactions!: TransactionView[];
  @ApiNext()
  readonly next!: string | null;
}
