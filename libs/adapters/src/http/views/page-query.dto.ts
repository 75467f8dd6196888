import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;
/** Longer than every cursor this API gives. */
const MAX_CURSOR_LENGTH = 64;

/** Which part of a list: `before` is the `next` of the page before. */
export class PageQuery {
  @ApiPropertyOptional({ minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT })
  @IsOptional()
  @Transform(({ value }) => (typeof value === 'string' && /^\d{1,6}$/.test(value) ? Number(value) : value))
  @IsInt()
  @Min(1)
  @Max(MAX_LIMIT)
  readonly limit: number = DEFAULT_LIMIT;

  @ApiPropertyOptional({ description: 'Opaque: the `next` of the page before, unchanged' })
  @IsOptional()
  @IsString()
  @Length(1, MAX_CURSOR_LENGTH)
  readonly before?: string;
}
