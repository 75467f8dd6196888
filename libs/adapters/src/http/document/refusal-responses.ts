import type { ResponseObject } from '@nestjs/swagger';
import { RULE_CATALOGUE } from '../problems/rule-catalogue.ts';
import { statusOf } from '../problems/statuses.ts';

const PROBLEM_REFERENCE = '#/components/schemas/ProblemView';

/** What the document says of refusals with these codes: a response for each status. */
export function refusalResponses(codes: readonly string[]): Map<number, ResponseObject> {
  const byStatus = new Map<number, string[]>();
  for (const code of new Set(codes)) {
    const status = statusOf(code);
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return new Map([...byStatus].map(([status, list]) => [status, responseOf(status, list)]));
}

function responseOf(status: number, codes: readonly string[]): ResponseObject {
  const rules = codes.map((code) => `- \`${code}\`: ${RULE_CATALOGUE[code]}`);
  const schema = {
    allOf: [
      { $ref: PROBLEM_REFERENCE },
      { type: 'object', properties: { code: { type: 'string', enum: [...codes] } } },
    ],
  };
  const examples = Object.fromEntries(codes.map((code) => [code, { value: exampleOf(status, code) }]));
  return { description: rules.join('\n'), content: { 'application/problem+json': { schema, examples } } };
}

function exampleOf(status: number, code: string): Record<string, unknown> {
  const title = code.replaceAll('-', ' ');
  return { type: `urn:cheesechain:problem:${code}`, title, status, detail: RULE_CATALOGUE[code], code };
}
