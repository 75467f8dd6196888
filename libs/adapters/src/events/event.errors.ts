import type { RuleBook } from '#domain/primitives/result';

/** Why something is there no longer, in events and in records of reorganisations, that no other capability tells. */
export type EventRefusal =
  | { readonly code: 'mempool-replaced'; readonly by: string }
  | { readonly code: 'mempool-not-restored' }
  | { readonly code: 'session-lost' };

/** Codes in events that no other capability has. */
export const eventRules: RuleBook<EventRefusal> = {
  'mempool-replaced': 'Another transaction with the same sender and nonce took its place, and paid for that.',
  'mempool-not-restored': 'It was open when the peer ended, and broke a rule or was lost when the peer started again.',
  'session-lost': 'The peer ended without saying goodbye, and so its sessions ended.',
};
