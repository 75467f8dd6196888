import type { RuleBook } from '../primitives/result.ts';

/** What no honest peer does, beside sending things that break the rules of their own capability. */
export type ConductBreach =
  | { readonly code: 'announcement-too-long' }
  | { readonly code: 'transaction-not-asked' }
  | { readonly code: 'sync-headers-unconnected' }
  | { readonly code: 'sync-not-what-was-asked' }
  | { readonly code: 'sync-chain-invalid' }
  | { readonly code: 'sync-claim-unfounded' }
  | { readonly code: 'sync-stalled' };

export const conductRules: RuleBook<ConductBreach> = {
  'announcement-too-long': 'An announced block has no more transactions than the network’s blocks have room for.',
  'transaction-not-asked': 'Transactions are sent to whoever asked for them, and no others.',
  'sync-headers-unconnected': 'Headers that are sent stand on each other, and on one that was named in the question.',
  'sync-not-what-was-asked': 'A body that is sent is one that was asked for.',
  'sync-chain-invalid': 'A peer tells of no blocks that break the rules as if it had connected them.',
  'sync-claim-unfounded': 'Whoever claims a chain with more work shows the headers that hold it.',
  'sync-stalled': 'A question is answered in time; who is slow is asked less, and never banned for it alone.',
};
