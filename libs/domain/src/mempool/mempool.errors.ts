import type { RuleBook } from '../primitives/result.ts';

/**
 * Why a transaction isn't taken, or is open no longer, though some block might hold it. Fees, balances and amounts
 * in crumbs, rates in crumbs per byte. Never a peer's fault: nodes know different tips and have different pools.
 */
export type MempoolRefusal =
  | { readonly code: 'mempool-known'; readonly id: string }
  | { readonly code: 'mempool-fee-too-low'; readonly fee: number; readonly needed: number }
  | { readonly code: 'mempool-new-account-fee'; readonly fee: number; readonly needed: number }
  | { readonly code: 'mempool-nonce-used'; readonly nonce: number; readonly expected: number }
  | { readonly code: 'mempool-nonce-too-far'; readonly nonce: number; readonly highest: number }
  | { readonly code: 'mempool-account-full'; readonly maximum: number }
  | { readonly code: 'mempool-account-gap-full'; readonly maximum: number; readonly expected: number }
  | { readonly code: 'mempool-gap-full'; readonly maximum: number; readonly rate: number; readonly floor: number }
  | { readonly code: 'mempool-balance-insufficient'; readonly balance: number; readonly needed: number }
  | { readonly code: 'mempool-replacement-fee'; readonly fee: number; readonly needed: number }
  | {
      readonly code: 'mempool-replacement-uncovers';
      readonly fee: number;
      readonly needed: number;
      /** How many later transactions of the account it would leave without funds. */
      readonly uncovered: number;
    }
  | { readonly code: 'mempool-full'; readonly rate: number; readonly floor: number }
  | { readonly code: 'mempool-expired'; readonly firstSeenMs: number; readonly maximumAgeMs: number }
  | { readonly code: 'mempool-busy'; readonly maximum: number };

export const mempoolRules: RuleBook<MempoolRefusal> = {
  'mempool-known': 'This very transaction is open already.',
  'mempool-fee-too-low':
    'The fee is at least the minimum rate times the size: it pays for the way through the network. The rate rises when the pool is full and falls with time.',
  'mempool-new-account-fee':
    'A payment to an account that does not exist yet pays ten times the minimum fee: every node keeps the account for ever.',
  'mempool-nonce-used': 'The nonce is not below the number of the sender’s confirmed transactions: each is used once.',
  'mempool-nonce-too-far': 'The nonce is within the account’s queue, which reaches 256 beyond the confirmed ones.',
  'mempool-account-full': 'An account has at most 256 open transactions; the next is taken when one is confirmed.',
  'mempool-account-gap-full':
    'Of one account at most 16 transactions wait for an earlier nonce: send the missing one first.',
  'mempool-gap-full':
    'At most 1,000 transactions of all accounts wait for an earlier nonce, and those with the best fee rates stay.',
  'mempool-balance-insufficient':
    'The sender’s confirmed balance covers the amount and the fee beside all its earlier open transactions. Payments that are still open fund nothing.',
  'mempool-replacement-fee':
    'A transaction with the nonce of an open one pays at least 10 % more in fee and in fee rate, and the minimum rate for its own size on top.',
  'mempool-replacement-uncovers':
    'A replacement that leaves later transactions of the account without funds pays their fees too, since miners lose them.',
  'mempool-full':
    'A full pool keeps the best fee rates; a transaction counts by the lowest rate up to it in its account.',
  'mempool-expired': 'A transaction that no block took for 72 hours is forgotten; it may be sent again.',
  'mempool-busy':
    'So many transactions wait to be checked that this one would wait too long: send it again in a moment.',
};
