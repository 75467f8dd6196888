import type { RuleBook } from '#domain/primitives/result';

/** What in a store's file does not agree with the rest of it. What is wrong with the chain in it is a `ChainFault`. */
export type StoreFault =
  | { readonly code: 'store-fault-pages'; readonly detail: string }
  | { readonly code: 'store-fault-place'; readonly height: number; readonly index: number }
  | { readonly code: 'store-fault-totals'; readonly kept: string; readonly counted: string };

export const STORE_FAULT_RULES: RuleBook<StoreFault> = {
  'store-fault-pages': 'SQLite’s own structures must hold: through a page that does not, anything can be lost.',
  'store-fault-place': 'The index finds a transaction of a stored body where it stands.',
  'store-fault-totals': 'The number of accounts and their sum, kept beside them, are theirs.',
};

/** A fault as a sentence for people. */
export function describeStoreFault(fault: StoreFault): string {
  switch (fault.code) {
    case 'store-fault-pages':
      return `The file has pages that make no sense: ${fault.detail}.`;
    case 'store-fault-place':
      return `The index does not find transaction ${fault.index} of the block at height ${fault.height}.`;
    case 'store-fault-totals':
      return `The file says ${fault.kept}, but has ${fault.counted}.`;
  }
}
