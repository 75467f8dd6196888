import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { EXAMPLES } from '../views/examples.ts';

const MAX_ADDRESS_LENGTH = 128;
/** More than any machine of today; the node's own limit is its number of cores. */
const MAX_THREADS = 256;

export class MineOneRequest {
  @ApiPropertyOptional({
    description: "Address to pay; the wallet's when absent",
    minLength: 1,
    maxLength: MAX_ADDRESS_LENGTH,
    example: EXAMPLES.address,
  })
  @IsOptional()
  @IsString()
  @Length(1, MAX_ADDRESS_LENGTH)
  readonly recipient?: string;
}

export class StartMiningRequest extends MineOneRequest {
  @ApiProperty({ type: 'integer', minimum: 1, maximum: MAX_THREADS, example: 1 })
  @IsInt()
  @Min(1)
  @Max(MAX_THREADS)
  readonly threads!: number;
}
