import { ApiProperty } from '@nestjs/swagger';
import { Matches, MaxLength } from 'class-validator';
import { MAX_TRANSACTION_BYTES, MIN_TRANSACTION_BYTES } from '#domain/transaction/transaction';
import { EXAMPLES } from '../views/examples.ts';

const HEX_DIGITS_PER_BYTE = 2;

export class RawTransaction {
  @ApiProperty({
    description: 'The bytes (SSZ) of a signed transaction as hex',
    pattern: '^([0-9a-fA-F]{2})+$',
    minLength: MIN_TRANSACTION_BYTES * HEX_DIGITS_PER_BYTE,
    maxLength: MAX_TRANSACTION_BYTES * HEX_DIGITS_PER_BYTE,
    example: EXAMPLES.raw,
  })
  @MaxLength(MAX_TRANSACTION_BYTES * HEX_DIGITS_PER_BYTE)
  @Matches(/^([0-9a-f]{2})+$/i, { message: 'raw is hex, two digits a byte' })
  readonly raw!: string;
}
