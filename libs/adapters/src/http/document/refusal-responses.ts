import type { OpenAPIObject } from '@nestjs/swagger';
import { RULE_CATALOGUE } from '../problems/rule-catalogue.ts';
import { statusOf } from '../problems/statuses.ts';
import type { Operation } from './operations-of.ts';

const PROBLEM_REFERENCE = '#/components/schemas/ProblemView';

type Response = NonNullable<Operation['responses'][string]>;
type Examples = NonNullable<NonNullable<OpenAPIObject['components']>['examples']>;

/** What the document says of refusals with these codes: a response for each status. */
export function refusalResponses(codes: readonly string[]): Map<number, Response> {
  const byStatus = new Map<number, string[]>();
  for (const code of new Set(codes)) {
    const status = statusOf(code);
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return new Map([...byStatus].map(([status, list]) => [status, responseOf(list)]));
}

/** A problem for each code, which responses refer to. */
export function problemExamples(codes: Iterable<string>): Examples {
  return Object.fromEntries([...codes].map((code) => [code, { value: exampleOf(code) }]));
}

function responseOf(codes: readonly string[]): Response {
  const rules = codes.map((code) => `- \`${code}\`: ${RULE_CATALOGUE[code]}`);
  const schema = {
    allOf: [
      { $ref: PROBLEM_REFERENCE },
      { type: 'object', properties: { code: { type: 'string', enum: [...codes] } } },
    ],
  };
  const examples = Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]));
  return { description: rules.join('\n'), content: { 'application/problem+json': { schema, examples } } };
}

function exampleOf(code: string): Record<string, unknown> {
  const title = code.replaceAll('-', ' ');
  return {
    type: `urn:cheesechain:problem:${code}`,
    title,
    status: statusOf(code),
    detail: RULE_CATALOGUE[code],
    code,
  };
}
