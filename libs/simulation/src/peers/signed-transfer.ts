import type { Network } from '#domain/network-params/network';
import { BoundedCache } from '#domain/primitives/bounded-cache';
import type { Transaction } from '#domain/transaction/transaction';
import { signTransfer, type Transfer } from '#domain/wallet/sign-transfer';
import type { WalletKey } from '#domain/wallet/wallet-key';

/** A hundred bytes and more each. */
const MAX_REMEMBERED = 20_000;

const signed = new BoundedCache<string, Transaction>(MAX_REMEMBERED);

/** The transfer, signed; the same one once in this process, since signing takes a millisecond and always gives the same. */
export function signedTransfer(key: WalletKey, network: Network, transfer: Transfer): Transaction {
  const { recipient, amount, fee, nonce } = transfer;
  const name = `${network.genesisHash} ${key.account} ${recipient} ${amount} ${fee} ${nonce}`;
  const known = signed.get(name);
  if (known !== undefined) return known;
  const transaction = signTransfer(key, network, transfer);
  signed.set(name, transaction);
  return transaction;
}
