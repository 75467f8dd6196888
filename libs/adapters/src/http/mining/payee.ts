import type { AccountId } from '#domain/transaction/account';
import { addressRules } from '#domain/transaction/address.errors';
import type { Wallet } from '#domain/wallet/wallet';
import { problemOf } from '../problems/problem-of.ts';
import { accountFrom } from '../views/path-values.ts';
import { UNUSABLE_KEYSTORE } from '../wallet/unusable-keystore.ts';

/** With what {@link payeeOf} refuses. */
export const PAYEE_REFUSALS = [...Object.keys(addressRules), 'wallet-missing', ...UNUSABLE_KEYSTORE];

/** Who is paid for a block: the address, else the wallet. `prefix`: of the network's addresses. */
export function payeeOf(prefix: string, wallet: Wallet, address: string | undefined): AccountId {
  if (address !== undefined) return accountFrom(prefix, address);
  const status = wallet.status();
  if (!status.ok) throw problemOf(status.refusal);
  return status.value.account;
}
