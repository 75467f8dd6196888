import type { RuleBook } from '#domain/primitives/result';

/** What in a store does not agree with the rest of it. */
export type StoreFault =
  | { readonly code: 'store-fault-pages'; readonly detail: string }
  | { readonly code: 'store-fault-tip'; readonly tip: string | undefined; readonly top: string | undefined }
  | { readonly code: 'store-fault-gap'; readonly height: number }
  | { readonly code: 'store-fault-body'; readonly height: number }
  | { readonly code: 'store-fault-place'; readonly height: number; readonly index: number }
  | { readonly code: 'store-fault-totals'; readonly kept: string; readonly counted: string };

export const STORE_FAULT_RULES: RuleBook<StoreFault> = {
  'store-fault-pages': 'SQLite’s own structures must hold: through a page that does not, anything can be lost.',
  'store-fault-tip': 'The tip is the best chain’s last block.',
  'store-fault-gap': 'Every block of the best chain stands on the one below it.',
  'store-fault-body': 'A stored body is the one that its header commits to.',
  'store-fault-place': 'The index finds a transaction of a stored body where it stands.',
  'store-fault-totals': 'The number of accounts and their sum, kept beside them, are theirs.',
};
