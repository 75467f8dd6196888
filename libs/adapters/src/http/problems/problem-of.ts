import type { Refusal, Result } from '#domain/primitives/result';
import { type HttpCode, type HttpRefusal, httpRules } from './http.errors.ts';
import { type FieldProblem, Problem } from './problem.ts';
import { RULE_CATALOGUE } from './rule-catalogue.ts';
import { statusOf } from './statuses.ts';

/** The answer that says why the domain refused: its code, its rule, and the values that broke it. */
export function problemOf(refusal: Refusal): Problem {
  const { code, ...data } = refusal;
  return new Problem(statusOf(code), code, RULE_CATALOGUE[code] ?? 'A rule was broken.', data);
}

/** The value; throws the problem when there is none. */
export function valueOrProblem<Value>(result: Result<Value, Refusal>): Value {
  if (!result.ok) throw problemOf(result.refusal);
  return result.value;
}

type FactsOf<Code extends HttpCode> = Omit<Extract<HttpRefusal, { readonly code: Code }>, 'code'>;

/** The values of a refusal of the HTTP side: none to be given where there are none. */
type ValuesOf<Code extends HttpCode> = [keyof FactsOf<Code>] extends [never] ? [] : [FactsOf<Code>];

/** A refusal of the HTTP side itself, with the values that broke its rule. */
export function httpProblem<Code extends HttpCode>(code: Code, ...values: ValuesOf<Code>): Problem {
  const [data = {}] = values as readonly Readonly<Record<string, unknown>>[];
  return new Problem(statusOf(code), code, httpRules[code], data);
}

/** A request with fields that do not fit. */
export function invalidRequest(...errors: readonly FieldProblem[]): Problem {
  return httpProblem('request-invalid', { errors });
}
