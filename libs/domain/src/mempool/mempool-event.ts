import type { Hash } from '../primitives/hash.ts';
import type { Transaction } from '../transaction/transaction.ts';
import type { MempoolRefusal } from './mempool.errors.ts';

/**
 * What happened to an open transaction. Whatever opens ends in exactly one of `confirmed`, `replaced` and `dropped`;
 * a transaction of an undone block opens again (`returned`) or is dropped.
 */
export type MempoolEvent =
  | {
      readonly kind: 'opened';
      readonly transaction: Transaction;
      /** It waits for an earlier nonce and isn't relayed before `gap-closed`. */
      readonly behindGap: boolean;
      /** It was in a block that has been undone. */
      readonly returned: boolean;
    }
  | { readonly kind: 'gap-closed'; readonly transaction: Transaction }
  | {
      readonly kind: 'confirmed';
      readonly transaction: Transaction;
      readonly blockHash: Hash;
      readonly height: number;
    }
  /** Another transaction with the same sender and nonce took its place. */
  | { readonly kind: 'replaced'; readonly transaction: Transaction; readonly by: Hash }
  | { readonly kind: 'dropped'; readonly transaction: Transaction; readonly reason: MempoolRefusal };
