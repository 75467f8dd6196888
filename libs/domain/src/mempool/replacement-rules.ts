import type { Candidate } from './admission-rules.ts';
import type { MempoolRefusal } from './mempool.errors.ts';
import type { OpenTransaction } from './open-transaction.ts';

/** A replacement raises fee and rate by one part in ten: less, and rewriting a payment would be a cheap flood. */
const REPLACEMENT_STEP_PARTS = 10n;

export function checkReplacementFee({ transaction, replaced, parameters }: Candidate): MempoolRefusal | undefined {
  if (replaced === undefined) return undefined;
  const { fee } = transaction;
  const needed = replacementFee(replaced, transaction.bytes.length, parameters.minimumFeeRate);
  return fee >= needed ? undefined : { code: 'mempool-replacement-fee', fee, needed };
}

/** The fee with which a transaction of this size takes the place of that one. */
export function replacementFee(replaced: OpenTransaction, size: number, minimumFeeRate: number): number {
  const { fee } = replaced.transaction;
  return Math.max(raised(fee, 1, 1), raised(fee, size, replaced.size), fee + Math.ceil(minimumFeeRate * size));
}

/** `uncovered`: the later transactions of the account that its balance no longer reaches after the replacement. */
export function checkReplacementUncovers(
  { transaction, replaced, parameters }: Candidate,
  uncovered: readonly OpenTransaction[],
): MempoolRefusal | undefined {
  if (replaced === undefined || uncovered.length === 0) return undefined;
  const { fee } = transaction;
  const lost = uncovered.reduce<number>((sum, entry) => sum + entry.transaction.fee, replaced.transaction.fee);
  const needed = lost + Math.ceil(parameters.minimumFeeRate * transaction.bytes.length);
  if (fee >= needed) return undefined;
  return { code: 'mempool-replacement-uncovers', fee, needed, uncovered: uncovered.length };
}

/** The later transactions of the account that taking the candidate leaves without funds: the end of its queue. */
export function uncoveredBy({ transaction, queue, replaced }: Candidate): OpenTransaction[] {
  let cost = transaction.amount + transaction.fee - (replaced?.cost ?? 0);
  // Only what comes later can lose its cover, and for the newest transaction of an account that is nothing.
  if ((queue.last?.nonce ?? -1) <= transaction.nonce) return [];
  const first = queue.entries.findIndex((entry) => {
    cost += entry.cost;
    return entry.nonce > transaction.nonce && cost > queue.state.balance;
  });
  return first === -1 ? [] : queue.entries.slice(first);
}

/** fee × 11/10 × size ÷ oldSize, rounded up; exact also where the product passes 2^53. */
function raised(fee: number, size: number, oldSize: number): number {
  const numerator = BigInt(fee) * (REPLACEMENT_STEP_PARTS + 1n) * BigInt(size);
  const denominator = REPLACEMENT_STEP_PARTS * BigInt(oldSize);
  return Number((numerator + denominator - 1n) / denominator);
}
