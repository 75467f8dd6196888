import { accepted, firstRefusal, type Result, refused } from '../primitives/result.ts';
import {
  type Candidate,
  checkAccountGap,
  checkAccountRoom,
  checkBalance,
  checkFee,
  checkNewAccountFee,
  checkNonceReach,
  checkNonceUnused,
} from './admission-rules.ts';
import { chooseVictims } from './eviction.ts';
import type { MempoolRefusal } from './mempool.errors.ts';
import type { OpenTransaction } from './open-transaction.ts';
import type { PoolState } from './pool-state.ts';
import { checkReplacementFee, checkReplacementUncovers, uncoveredBy } from './replacement-rules.ts';

/** Who goes when the candidate comes, beside the one it replaces and those it leaves without funds. */
export interface AdmissionPlan {
  /** Those that give up their place behind a gap: at most one. */
  readonly outbid: readonly OpenTransaction[];
  readonly victims: readonly OpenTransaction[];
  /** The highest rate by which a victim counted; 0 when none could have been mined. */
  readonly highestEvictedRate: number;
}

/** `waived`: it was open or confirmed before, so it has paid its entry; every other rule stands. */
export type EntryFee = 'asked' | 'waived';

/** Judges a candidate by every rule and changes nothing. */
export function planAdmission(
  pool: PoolState,
  candidate: Candidate,
  entryFee: EntryFee,
): Result<AdmissionPlan, MempoolRefusal> {
  const refusal = firstRefusal([
    () => checkNonceUnused(candidate),
    () => checkAccountRoom(candidate),
    () => checkNonceReach(candidate),
    () => (entryFee === 'asked' ? checkFee(candidate.transaction, candidate.floorRate) : undefined),
    () => (entryFee === 'asked' ? checkNewAccountFee(candidate) : undefined),
    () => checkAccountGap(candidate),
    () => checkReplacementFee(candidate),
    () => checkBalance(candidate),
  ]);
  if (refusal !== undefined) return refused(refusal);
  const uncovered = uncoveredBy(candidate);
  const uncovers = checkReplacementUncovers(candidate, uncovered);
  return uncovers === undefined ? planRoom(pool, candidate, uncovered) : refused(uncovers);
}

const NOBODY_GOES: AdmissionPlan = { outbid: [], victims: [], highestEvictedRate: 0 };

/** So it is for most: they come at the end of what is ready while the pool isn't full. */
function isRoomFor(pool: PoolState, { transaction, behindGap, parameters }: Candidate): boolean {
  const isWithinCaps =
    pool.entries.size < parameters.maximumTransactions &&
    pool.bytes + transaction.bytes.length <= parameters.maximumBytes;
  return !behindGap && isWithinCaps;
}

function planRoom(
  pool: PoolState,
  candidate: Candidate,
  uncovered: readonly OpenTransaction[],
): Result<AdmissionPlan, MempoolRefusal> {
  const { transaction, queue, replaced, behindGap, parameters } = candidate;
  if (isRoomFor(pool, candidate)) return accepted(NOBODY_GOES);
  const leaving = new Set(uncovered);
  if (replaced !== undefined) leaving.add(replaced);
  const rate = Math.min(transaction.fee / transaction.bytes.length, queue.lowestRateBefore(transaction.nonce));
  const outbid = behindGap ? planRoomBehindGap(pool, leaving, rate, parameters.maximumBehindGap) : accepted([]);
  if (!outbid.ok) return outbid;
  for (const entry of outbid.value) leaving.add(entry);
  let bytes = pool.bytes + transaction.bytes.length - parameters.maximumBytes;
  for (const entry of leaving) bytes -= entry.size;
  const transactions = pool.entries.size + 1 - leaving.size - parameters.maximumTransactions;
  const eviction = chooseVictims(pool, { bytes, transactions, leaving, rate, behindGap });
  if (!eviction.possible) return refused({ code: 'mempool-full', rate, floor: eviction.floor });
  return accepted({
    outbid: outbid.value,
    victims: eviction.victims,
    highestEvictedRate: eviction.highestRate,
  });
}

/** Who leaves the places behind gaps, when they are all taken: at most one. */
function planRoomBehindGap(
  pool: PoolState,
  leaving: ReadonlySet<OpenTransaction>,
  rate: number,
  maximum: number,
): Result<OpenTransaction[], MempoolRefusal> {
  if (pool.behindGap.size - leaving.size < maximum) return accepted([]);
  const { worst } = pool.behindGap;
  if (worst === undefined || worst.feeRate >= rate) {
    return refused({ code: 'mempool-gap-full', maximum, rate, floor: worst?.feeRate ?? rate });
  }
  const last = pool.queues.get(worst.transaction.senderAccount)?.last;
  return accepted(last === undefined ? [] : [last]);
}
