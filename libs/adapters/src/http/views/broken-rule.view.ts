import { ApiProperty } from '@nestjs/swagger';
import { ruleOf } from '../../explain/explanations.ts';

/** A rule that was broken, wherever an answer tells of one that is no refusal of the call itself. */
export class BrokenRuleView {
  @ApiProperty({ description: 'Stable; GET /v1/explain/{code} says more', example: 'mempool-nonce-used' })
  readonly code!: string;
  @ApiProperty({ description: 'The rule in a sentence', example: 'Each nonce is used once.' })
  readonly rule!: string;
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'What broke it, by name',
    example: { nonce: 3, expected: 4 },
  })
  readonly values!: Readonly<Record<string, unknown>>;
}

export function brokenRuleView({ code, ...values }: { readonly code: string }): BrokenRuleView {
  return { code, rule: ruleOf(code), values };
}
