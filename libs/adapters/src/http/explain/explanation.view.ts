import { ApiProperty } from '@nestjs/swagger';
import type { Explanation } from '../../explain/explanation.ts';

export class ExplainedValueView {
  @ApiProperty({ description: 'Of the member of the refusal', example: 'needed' })
  readonly name!: string;
  @ApiProperty({ description: 'What it tells', example: 'the least fee that would do now, in crumbs' })
  readonly meaning!: string;
}

/** A rule, whatever the refusal at hand. */
export class ExplanationView {
  @ApiProperty({ description: 'Stable; never re-used for another meaning', example: 'mempool-fee-too-low' })
  readonly code!: string;
  @ApiProperty({ description: 'Whose rule it is', example: 'open transactions' })
  readonly capability!: string;
  @ApiProperty({
    description: 'The rule in a sentence',
    example: 'The fee is at least the minimum rate times the size.',
  })
  readonly rule!: string;
  @ApiProperty({ type: [ExplainedValueView], description: 'What comes with a refusal of this code' })
  readonly values!: ExplainedValueView[];
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What to do, where there is something that the rule does not say already; else null',
    example: 'Pay the rate that GET /v1/fees names.',
  })
  readonly remedy!: string | null;
}

export class ExplanationPage {
  @ApiProperty({ type: [ExplanationView], description: 'By capability' })
  readonly explanations!: ExplanationView[];
}

export function explanationView({ code, capability, rule, values, remedy }: Explanation): ExplanationView {
  return {
    code,
    capability,
    rule,
    values: values.map(({ name, meaning }) => ({ name, meaning })),
    remedy: remedy ?? null,
  };
}
