import { accepted, type Refusal, type Result, type RuleBook, refused } from '../primitives/result.ts';
import type { OpenTransaction } from './open-transaction.ts';
import type { RatePlace } from './rate-order.ts';

/** The most that one page holds, as every list of the API. */
export const MAX_LIST_LENGTH = 100;

export interface OpenPage {
  readonly transactions: readonly OpenTransaction[];
  /** Where the next page begins; null at the end. */
  readonly next: string | null;
}

/** A cursor that no page has given. */
export interface CursorRefusal extends Refusal {
  readonly code: 'mempool-cursor';
}

export const cursorRules: RuleBook<CursorRefusal> = {
  'mempool-cursor': 'A page begins where the one before it said: with the `next` it gave, unchanged.',
};

/** Fee, size and arrival, separated by dots. */
const CURSOR = /^(\d{1,16})\.(\d{1,3})\.(\d{1,16})$/;

/** The cursor of the page that follows this transaction. It outlives the transaction: it names a place in the order. */
export function cursorAfter({ transaction: { fee, bytes }, arrival }: OpenTransaction): string {
  return `${fee}.${bytes.length}.${arrival}`;
}

export function readCursor(cursor: string): Result<RatePlace, CursorRefusal> {
  const parts = CURSOR.exec(cursor);
  if (parts === null || Number(parts[2]) === 0) return refused({ code: 'mempool-cursor' });
  return accepted({ feeRate: Number(parts[1]) / Number(parts[2]), arrival: Number(parts[3]) });
}
