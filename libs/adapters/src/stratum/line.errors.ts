import type { RuleBook } from '#domain/primitives/result';

/** Why a line could not be understood. */
export type LineRefusal =
  | { readonly code: 'stratum-line-malformed' }
  | { readonly code: 'stratum-method-unknown' }
  | { readonly code: 'stratum-parameters-malformed' };

export const lineRules: RuleBook<LineRefusal> = {
  'stratum-line-malformed': 'A line is a JSON object with a method, an array of params, and an id.',
  'stratum-method-unknown': 'This server does not know the method.',
  'stratum-parameters-malformed': 'The parameters are not those of the method.',
};
