import type { Transaction } from '../transaction/transaction.ts';
import type { AccountQueue } from './account-queue.ts';
import type { MempoolRefusal } from './mempool.errors.ts';
import type { MempoolParameters } from './mempool-parameters.ts';
import type { OpenTransaction } from './open-transaction.ts';

/** A transaction at the door, with all that the rules look at. */
export interface Candidate {
  readonly transaction: Transaction;
  readonly queue: AccountQueue;
  /** The open transaction with the same sender and nonce. */
  readonly replaced: OpenTransaction | undefined;
  /** An earlier nonce is neither confirmed nor open. */
  readonly behindGap: boolean;
  readonly recipientExists: boolean;
  /** Crumbs per byte that a newcomer pays now. */
  readonly floorRate: number;
  readonly parameters: MempoolParameters;
}

export function checkFee({ fee, bytes }: Transaction, floorRate: number): MempoolRefusal | undefined {
  const needed = Math.ceil(floorRate * bytes.length);
  return fee >= needed ? undefined : { code: 'mempool-fee-too-low', fee, needed };
}

/** The fixed minimum counts, not the floor: an account costs the same for ever, however busy the hour it was made. */
export function checkNewAccountFee({
  transaction,
  recipientExists,
  parameters,
}: Candidate): MempoolRefusal | undefined {
  const { fee, bytes } = transaction;
  const needed = Math.ceil(parameters.minimumFeeRate * parameters.newAccountFeeFactor * bytes.length);
  return recipientExists || fee >= needed ? undefined : { code: 'mempool-new-account-fee', fee, needed };
}

export function checkNonceUnused({ transaction: { nonce }, queue }: Candidate): MempoolRefusal | undefined {
  const expected = queue.state.nonce;
  return nonce >= expected ? undefined : { code: 'mempool-nonce-used', nonce, expected };
}

export function checkAccountRoom({ queue, replaced, parameters }: Candidate): MempoolRefusal | undefined {
  const maximum = parameters.maximumPerAccount;
  return replaced !== undefined || queue.length < maximum ? undefined : { code: 'mempool-account-full', maximum };
}

export function checkNonceReach({ transaction: { nonce }, queue, parameters }: Candidate): MempoolRefusal | undefined {
  const highest = queue.state.nonce + parameters.maximumPerAccount - 1;
  return nonce <= highest ? undefined : { code: 'mempool-nonce-too-far', nonce, highest };
}

export function checkAccountGap({ queue, replaced, behindGap, parameters }: Candidate): MempoolRefusal | undefined {
  const maximum = parameters.maximumBehindGapPerAccount;
  if (!behindGap || replaced !== undefined || queue.length - queue.readyCount < maximum) return undefined;
  return { code: 'mempool-account-gap-full', maximum, expected: queue.nextNonce };
}

/** Amounts on their way to the sender don't count: a block could leave them out, or come to undo them. */
export function checkBalance({ transaction, queue }: Candidate): MempoolRefusal | undefined {
  const { balance } = queue.state;
  const needed = queue.costBefore(transaction.nonce) + transaction.amount + transaction.fee;
  return needed <= balance ? undefined : { code: 'mempool-balance-insufficient', balance, needed };
}
