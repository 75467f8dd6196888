import type { Network } from '#domain/network-params/network';
import { utf8 } from '#domain/primitives/bytes';
import { crumbs } from '#domain/primitives/crumbs';
import type { Transaction } from '#domain/transaction/transaction';
import { signTransfer } from '#domain/wallet/sign-transfer';
import { testKey } from './keys.ts';

export interface TestTransfer {
  /** Seed of the sender's test key. */
  readonly from: number;
  /** Seed of the recipient's test key. */
  readonly to: number;
  readonly nonce: number;
  /** Crumbs; 1 if absent. */
  readonly amount?: number;
  /** Crumbs; 0 if absent. */
  readonly fee?: number;
  readonly memo?: string;
}

/** A validly signed transfer between two test keys (`test/support/keys.ts`). */
export function testTransfer(network: Network, transfer: TestTransfer): Transaction {
  const { from, to, nonce, amount = 1, fee = 0, memo = '' } = transfer;
  const recipient = testKey(to).account;
  return signTransfer(testKey(from), network, {
    recipient,
    nonce,
    amount: crumbs(amount),
    fee: crumbs(fee),
    memo: utf8(memo),
  });
}
