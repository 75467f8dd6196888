import type { RuleBook } from '../primitives/result.ts';

/** Why what was asked for is no payment. Amounts in crumbs. */
export type PaymentRefusal =
  | { readonly code: 'payment-amount'; readonly amount: number; readonly minimum: number; readonly maximum: number }
  | { readonly code: 'payment-fee'; readonly fee: number; readonly minimum: number; readonly maximum: number }
  | {
      readonly code: 'payment-total-too-large';
      readonly amount: number;
      readonly fee: number;
      readonly maximum: number;
    }
  | { readonly code: 'payment-memo-too-long'; readonly bytes: number; readonly maximum: number }
  | { readonly code: 'payment-memo-malformed' }
  | { readonly code: 'payment-busy'; readonly maximum: number };

export const paymentRules: RuleBook<PaymentRefusal> = {
  'payment-amount': 'An amount is a whole number of crumbs, at least one, at most all the money there will ever be.',
  'payment-fee': 'A fee is a whole number of crumbs, at most all the money there will ever be.',
  'payment-total-too-large': 'Amount and fee together stay within all the money there will ever be.',
  'payment-memo-too-long': 'A memo has at most 256 bytes of UTF-8: letters beyond ASCII take two to four each.',
  'payment-memo-malformed': 'A memo is well-formed Unicode: half a surrogate pair has no UTF-8.',
  'payment-busy': 'So many payments wait for their turn that this one would wait too long: send it again in a moment.',
};
