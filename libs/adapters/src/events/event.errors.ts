/** Codes in events that no other capability has. */
export const eventRules = {
  'mempool-replaced': 'Another transaction with the same sender and nonce took its place, and paid for that.',
  'mempool-not-restored': 'It was open when the peer ended, and broke a rule or was lost when the peer started again.',
  'session-lost': 'The peer ended without saying goodbye, and so its sessions ended.',
} as const;
