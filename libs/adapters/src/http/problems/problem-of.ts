import type { Refusal } from '#domain/primitives/result';
import { type HttpCode, httpRules } from './http.errors.ts';
import { Problem } from './problem.ts';
import { RULE_CATALOGUE } from './rule-catalogue.ts';

/** Refusals that are more than an unprocessable request. */
const STATUSES: Readonly<Record<string, number>> = {
  'wallet-missing': 404,
  'wallet-exists': 409,
  'wallet-locked': 423,
  'wallet-password-wrong': 403,
  'wallet-not-encrypted': 409,
  'wallet-busy': 429,
  'payment-busy': 429,
  'mining-busy': 409,
  'mining-cancelled': 409,
  'mining-clock-behind': 503,
  'mining-block-refused': 500,
  'mempool-known': 409,
  'mempool-busy': 503,
  'mempool-full': 503,
  'mempool-cursor': 400,
  'keystore-damaged': 503,
  'keystore-version-unknown': 503,
  'keystore-wrong-network': 503,
  'keystore-unreadable': 503,
  'keystore-unwritable': 503,
};

const UNPROCESSABLE = 422;

/** The answer that says why the domain refused: its code, its rule, and the values that broke it. */
export function problemOf(refusal: Refusal): Problem {
  const { code, ...data } = refusal;
  return new Problem(STATUSES[code] ?? UNPROCESSABLE, code, RULE_CATALOGUE[code] ?? 'A rule was broken.', data);
}

/** A refusal of the HTTP side itself. */
export function httpProblem(status: number, code: HttpCode, data: Readonly<Record<string, unknown>> = {}): Problem {
  return new Problem(status, code, httpRules[code], data);
}
