import type { Block } from '../block/block.ts';
import { addCrumbs, type Crumbs, subtractCrumbs } from '../primitives/crumbs.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';
import type { AccountId } from '../transaction/account.ts';
import type { Transaction } from '../transaction/transaction.ts';
import { type AccountState, EMPTY_ACCOUNT } from './account-state.ts';
import type { LedgerRefusal } from './ledger.errors.ts';
import type { LedgerView } from './ledger-view.ts';
import type { Undo } from './undo.ts';

/** A reward that a block credits: its own, or that of the ancestor whose time has come. */
export interface MaturedReward {
  readonly recipient: AccountId;
  readonly amount: Crumbs;
}

export interface ConnectContext {
  /** What the height pays besides fees. */
  readonly subsidy: Crumbs;
  /** Credited after the transactions, spendable from the next block on; none before the first has matured. */
  readonly matured: MaturedReward | undefined;
}

/** Every account that connecting the block reads or writes. */
export function accountsTouched(block: Block, matured: MaturedReward | undefined): Set<AccountId> {
  const accounts = new Set<AccountId>();
  for (const transaction of block.transactions) {
    accounts.add(transaction.senderAccount);
    accounts.add(transaction.recipient);
  }
  if (matured !== undefined) accounts.add(matured.recipient);
  return accounts;
}

/**
 * Applies a block's payments in order, then the matured reward. On a refusal the view is half-changed and must be
 * dropped. Its accounts must be loaded ({@link accountsTouched}). Gives what undoes the block.
 */
export function connectBlock(view: LedgerView, block: Block, context: ConnectContext): Result<Undo, LedgerRefusal> {
  const before = new Map<AccountId, AccountState | undefined>();
  let fees = 0 as Crumbs;
  for (const [index, transaction] of block.transactions.entries()) {
    const refusal = applyTransaction(view, transaction, index, before);
    if (refusal !== undefined) return refused(refusal);
    fees = addCrumbs(fees, transaction.fee);
  }
  const refusal = checkRewardAmount(block.reward.amount, addCrumbs(context.subsidy, fees));
  if (refusal !== undefined) return refused(refusal);
  if (context.matured !== undefined) credit(view, context.matured.recipient, context.matured.amount, before);
  return accepted(before);
}

/** Debits and stores the sender, then reads and credits the recipient: so paying oneself costs just the fee. */
function applyTransaction(
  view: LedgerView,
  transaction: Transaction,
  index: number,
  before: Map<AccountId, AccountState | undefined>,
): LedgerRefusal | undefined {
  const account = transaction.senderAccount;
  const state = view.get(account);
  const sender = state ?? EMPTY_ACCOUNT;
  const refusal = checkNonce(transaction, sender, index) ?? checkBalance(transaction, sender, index);
  if (refusal !== undefined) return refusal;
  if (!before.has(account)) before.set(account, state);
  const balance = subtractCrumbs(subtractCrumbs(sender.balance, transaction.amount), transaction.fee);
  view.set(account, { balance, nonce: sender.nonce + 1 });
  credit(view, transaction.recipient, transaction.amount, before);
  return undefined;
}

export function checkNonce(
  { nonce, senderAccount }: Transaction,
  { nonce: expected }: AccountState,
  index: number,
): LedgerRefusal | undefined {
  return nonce === expected ? undefined : { code: 'ledger-nonce', index, account: senderAccount, nonce, expected };
}

/** Amount + fee cannot overflow: the structural rule keeps it within the supply. */
export function checkBalance(
  { amount, fee, senderAccount }: Transaction,
  { balance }: AccountState,
  index: number,
): LedgerRefusal | undefined {
  const needed = amount + fee;
  if (balance >= needed) return undefined;
  return { code: 'ledger-balance-insufficient', index, account: senderAccount, balance, needed };
}

export function checkRewardAmount(amount: Crumbs, expected: Crumbs): LedgerRefusal | undefined {
  return amount === expected ? undefined : { code: 'ledger-reward-amount', amount, expected };
}

/** A reward of nothing makes no account. */
function credit(
  view: LedgerView,
  account: AccountId,
  amount: Crumbs,
  before: Map<AccountId, AccountState | undefined>,
): void {
  if (amount === 0) return;
  const state = view.get(account);
  if (!before.has(account)) before.set(account, state);
  const { balance, nonce } = state ?? EMPTY_ACCOUNT;
  view.set(account, { balance: addCrumbs(balance, amount), nonce });
}
