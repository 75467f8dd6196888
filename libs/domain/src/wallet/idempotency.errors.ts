import type { RuleBook } from '../primitives/result.ts';

/** Why a payment under a key of the caller's is not made. */
export type IdempotencyRefusal =
  | { readonly code: 'idempotency-key-invalid'; readonly maximumLength: number }
  | { readonly code: 'idempotency-key-reused' };

export const idempotencyRules: RuleBook<IdempotencyRefusal> = {
  'idempotency-key-invalid': 'An Idempotency-Key has 1 to 255 visible ASCII characters; a fresh UUID does well.',
  'idempotency-key-reused':
    'A key belongs to one payment for 24 hours: another recipient, amount, fee or memo needs another.',
};
