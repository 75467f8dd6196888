import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

const DEFAULT_DEPTH = 20;
/** Well within what the node keeps of every branch, and more than anybody can look at. */
const MAX_DEPTH = 100;

/** How far down the tree of branches is told. */
export class BranchesQuery {
  @ApiPropertyOptional({
    minimum: 1,
    maximum: MAX_DEPTH,
    default: DEFAULT_DEPTH,
    description: 'So many heights of the best chain, from its newest block down',
  })
  @IsOptional()
  @Transform(({ value }) => (typeof value === 'string' && /^\d{1,6}$/.test(value) ? Number(value) : value))
  @IsInt()
  @Min(1)
  @Max(MAX_DEPTH)
  readonly depth: number = DEFAULT_DEPTH;
}
