import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, Length, Max, MaxLength, Min } from 'class-validator';
import { EXAMPLES } from '../views/examples.ts';

const MAX_ADDRESS_LENGTH = 128;
/** Every character of a memo has at least one byte. */
const MAX_MEMO_LENGTH = 256;

/** A payment from the peer's own wallet. */
export class PaymentBody {
  @ApiProperty({
    description: 'An address of this network',
    minLength: 1,
    maxLength: MAX_ADDRESS_LENGTH,
    example: EXAMPLES.address,
  })
  @IsString()
  @Length(1, MAX_ADDRESS_LENGTH)
  readonly recipient!: string;

  @ApiProperty({
    type: 'integer',
    format: 'int64',
    description: 'Crumbs',
    minimum: 1,
    maximum: Number.MAX_SAFE_INTEGER,
    example: 150_000_000,
  })
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  readonly amount!: number;

  @ApiPropertyOptional({
    type: 'integer',
    format: 'int64',
    description: 'Crumbs; chosen when absent',
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    example: 200,
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  readonly fee?: number;

  @ApiPropertyOptional({ description: 'At most 256 bytes of UTF-8', maxLength: MAX_MEMO_LENGTH, example: 'two rounds' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_MEMO_LENGTH)
  readonly memo?: string;
}
