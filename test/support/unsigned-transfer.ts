import { utf8, writeUint32 } from '#domain/primitives/bytes';
import { crumbs } from '#domain/primitives/crumbs';
import { type AccountId, accountOf } from '#domain/transaction/account';
import { assembleTransaction, encodeTransactionBody, type Transaction } from '#domain/transaction/transaction';

export interface UnsignedTransfer {
  /** Number of the sender ({@link numberedAccount}). */
  readonly from: number;
  /** Number of the recipient. */
  readonly to: number;
  readonly nonce: number;
  /** Crumbs; 1 if absent. */
  readonly amount?: number;
  /** Crumbs; 0 if absent. */
  readonly fee?: number;
  readonly memo?: string;
}

/** The bytes of a public key that nobody has: enough where no signature is checked, and made a thousand times faster. */
export function numberedKey(number: number): Uint8Array {
  const key = new Uint8Array(33);
  key[0] = 2;
  writeUint32(key, 1, number);
  return key;
}

const accounts = new Map<number, AccountId>();

/** The account of that key. */
export function numberedAccount(number: number): AccountId {
  const known = accounts.get(number) ?? accountOf(numberedKey(number));
  accounts.set(number, known);
  return known;
}

/** A canonical transfer whose signature is all zeros: for what comes after signatures have been checked. */
export function unsignedTransfer(transfer: UnsignedTransfer): Transaction {
  const { from, to, nonce, amount = 1, fee = 0, memo = '' } = transfer;
  const body = encodeTransactionBody({
    version: 1,
    chainId: 1,
    sender: numberedKey(from),
    nonce,
    recipient: numberedAccount(to),
    amount: crumbs(amount),
    fee: crumbs(fee),
    memo: utf8(memo),
  });
  return assembleTransaction(body, new Uint8Array(64));
}
