import type { RuleBook } from '../primitives/result.ts';

/** Why a tracker does not admit a peer. */
export type AdmissionRefusal =
  | { readonly code: 'join-token-missing' }
  | { readonly code: 'join-token-unknown' }
  | { readonly code: 'join-token-spent'; readonly id: string }
  | { readonly code: 'join-token-expired'; readonly id: string }
  | { readonly code: 'peer-revoked' }
  | { readonly code: 'admission-not-kept' };

export const admissionRules: RuleBook<AdmissionRefusal> = {
  'join-token-missing':
    'This tracker admits by invitation: a peer joins with a join token (CHEESE_JOIN_TOKEN), or while a ticket of its own still counts.',
  'join-token-unknown': 'A join token is one that this tracker has made.',
  'join-token-spent': 'A join token admits one identity, once; another peer has joined with it.',
  'join-token-expired': 'A join token counts for seven days.',
  'peer-revoked':
    'An identity that was revoked gets no ticket any more; its owner needs a new identity and a new token.',
  'admission-not-kept': 'Nobody is admitted before it is on disk: the disk of the tracker is full or broken.',
};

/** Why an operator's order is not carried out. */
export type AdmissionOrderRefusal =
  | { readonly code: 'revocation-unknown' }
  | { readonly code: 'revocation-list-full'; readonly limit: number }
  | { readonly code: 'join-tokens-full'; readonly limit: number }
  | { readonly code: 'admission-not-kept' };

export const admissionOrderRules: RuleBook<AdmissionOrderRefusal> = {
  'revocation-unknown':
    'What is revoked is a peer that holds a ticket of this tracker, or the serial of such a ticket.',
  'revocation-list-full':
    'A list of revocations has room for so many tickets that have not expired, and a tracker for so many identities.',
  'join-tokens-full': 'So many join tokens may be open at once: each has to be tried when somebody joins.',
  'admission-not-kept': admissionRules['admission-not-kept'],
};
