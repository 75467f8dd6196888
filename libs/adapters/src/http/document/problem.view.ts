import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** A field that does not fit. */
export class FieldProblemView {
  @ApiProperty({ example: 'amount' })
  readonly field!: string;
  @ApiProperty({ example: 'amount must not be less than 1' })
  readonly detail!: string;
}

/** A refusal (RFC 9457). Beside these members it has the values that broke the rule. */
export class ProblemView {
  @ApiProperty({ format: 'uri', example: 'urn:cheesechain:problem:wallet-missing' })
  readonly type!: string;
  @ApiProperty({ example: 'wallet missing' })
  readonly title!: string;
  @ApiProperty({ minimum: 400, maximum: 599, type: 'integer', example: 404 })
  readonly status!: number;
  @ApiProperty({
    description: 'The rule in a sentence',
    example: 'There is no wallet yet: create one, or restore one from its mnemonic.',
  })
  readonly detail!: string;
  @ApiProperty({ description: 'Stable; never re-used for another meaning', example: 'wallet-missing' })
  readonly code!: string;
  @ApiPropertyOptional({ description: 'The path that was called', example: '/v1/wallet' })
  readonly instance?: string;
  @ApiPropertyOptional({ type: [FieldProblemView], description: 'Of `request-invalid`: each field that does not fit' })
  readonly errors?: FieldProblemView[];
}
