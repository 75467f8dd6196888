import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';

/** A whole network of the usual size at once: 300 kB of JSON. */
const MAX_LIMIT = 1_000;

/** Which part of the list: `before` is the `next` of the page before. */
export class ListedPeersQuery {
  @ApiPropertyOptional({ minimum: 1, maximum: MAX_LIMIT, default: MAX_LIMIT })
  @IsOptional()
  @Transform(({ value }) => (typeof value === 'string' && /^\d{1,6}$/.test(value) ? Number(value) : value))
  @IsInt()
  @Min(1)
  @Max(MAX_LIMIT)
  readonly limit: number = MAX_LIMIT;

  @ApiPropertyOptional({ description: 'Opaque: the `next` of the page before, unchanged' })
  @IsOptional()
  @Matches(/^[0-9a-f]{64}$/, { message: 'before is the next of another page, unchanged' })
  readonly before?: string;
}
