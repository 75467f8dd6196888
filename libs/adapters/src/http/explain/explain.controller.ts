import { Controller, Get, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { allExplanations, EXPLANATIONS } from '../../explain/explanations.ts';
import { Refuses } from '../document/refuses.decorator.ts';
import { httpProblem } from '../problems/problem-of.ts';
import { ExplanationPage, ExplanationView, explanationView } from './explanation.view.ts';

/** What each code of a refusal means. */
@ApiTags('explain')
@ApiBearerAuth()
@Controller('v1/explain')
export class ExplainController {
  @Get()
  @ApiOperation({
    summary: 'All rules',
    description:
      'Every code with which a peer refuses something: transactions, blocks, other peers, calls. Never paged.',
  })
  @ApiOkResponse({ type: ExplanationPage, description: 'The rules' })
  listExplanations(): ExplanationPage {
    return { explanations: allExplanations().map(explanationView) };
  }

  @Get(':code')
  @ApiOperation({ summary: 'A rule', description: 'By the code of the refusal.' })
  @ApiParam({ name: 'code', example: 'mempool-fee-too-low' })
  @ApiOkResponse({ type: ExplanationView, description: 'The rule' })
  @Refuses('explanation-not-found')
  explainCode(@Param('code') code: string): ExplanationView {
    const explanation = EXPLANATIONS.get(code);
    if (explanation === undefined) throw httpProblem('explanation-not-found', { unknown: code });
    return explanationView(explanation);
  }
}
