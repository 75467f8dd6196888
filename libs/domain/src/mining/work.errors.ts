import type { RuleBook } from '../primitives/result.ts';

/** Why finished work was not taken, before the chain's own rules have their say. */
export type WorkRefusal =
  | { readonly code: 'work-unknown'; readonly id: string }
  | { readonly code: 'work-stale'; readonly id: string }
  | { readonly code: 'work-header-foreign'; readonly previousHash: string; readonly expected: string };

export const workRules: RuleBook<WorkRefusal> = {
  'work-unknown': 'No template of this id is kept: ask for a new one.',
  'work-stale': 'The chain has moved on since the template was made: ask for a new one.',
  'work-header-foreign': 'The header stands on another block than the template’s.',
};
