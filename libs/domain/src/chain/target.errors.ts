import type { RuleBook } from '../primitives/result.ts';

/** Why four bytes of a header are no target. */
export type CompactRefusal =
  | { readonly code: 'target-zero'; readonly bits: number }
  | { readonly code: 'target-negative'; readonly bits: number }
  | { readonly code: 'target-overflow'; readonly bits: number };

export const compactRules: RuleBook<CompactRefusal> = {
  'target-zero': 'A target is at least 1: no hash could meet less.',
  'target-negative': 'The sign bit 0x00800000 of the compact form is not set: a hash is never negative.',
  'target-overflow': 'A target is below 2^256, as every hash is.',
};
