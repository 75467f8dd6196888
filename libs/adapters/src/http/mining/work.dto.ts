import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import { EXAMPLE_HEADER } from './work.view.ts';

/** A finished piece of work. */
export class FinishedWork {
  @ApiProperty({ description: 'The `id` of the template', pattern: '^[0-9a-f]{16}$', example: '5f1d3c0a9b8e7264' })
  @Matches(/^[0-9a-f]{16}$/, { message: 'id is that of a template: 16 hex digits' })
  readonly id!: string;

  @ApiProperty({
    description: 'The 80 bytes of the header as hex',
    pattern: '^[0-9a-fA-F]{160}$',
    example: EXAMPLE_HEADER,
  })
  @Matches(/^[0-9a-f]{160}$/i, { message: 'header is 80 bytes of hex' })
  readonly header!: string;

  @ApiPropertyOptional({
    description: "The 32 bytes at the reward's `extraOffset`, when they are not the template's",
    pattern: '^[0-9a-fA-F]{64}$',
    example: '7e'.repeat(32),
  })
  @IsOptional()
  @Matches(/^[0-9a-f]{64}$/i, { message: 'extra is 32 bytes of hex' })
  readonly extra?: string;
}
