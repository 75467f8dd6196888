import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { type MiningPace, PACE_KINDS } from '#domain/mining/mining-pace';
import { EXAMPLES } from '../views/examples.ts';

const MAX_ADDRESS_LENGTH = 128;
/** More than any machine of today; the node's own limit is its number of cores. */
const MAX_THREADS = 256;
/** A day. */
const MAX_INTERVAL_SECONDS = 86_400;
const DEFAULT_INTERVAL_SECONDS = 10;

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

  @ApiPropertyOptional({
    enum: PACE_KINDS,
    default: 'continuous',
    example: 'continuous',
    description: 'One block after another, one as soon as a transaction opens, or one every so many seconds',
  })
  @IsOptional()
  @IsIn(PACE_KINDS)
  readonly mode: MiningPace['kind'] = 'continuous';

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: MAX_INTERVAL_SECONDS,
    default: DEFAULT_INTERVAL_SECONDS,
    example: DEFAULT_INTERVAL_SECONDS,
    description: 'From block to block, in mode `interval`',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_INTERVAL_SECONDS)
  readonly intervalSeconds: number = DEFAULT_INTERVAL_SECONDS;
}
