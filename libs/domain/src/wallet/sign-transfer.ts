import type { Network } from '../network-params/network.ts';
import {
  assembleTransaction,
  encodeTransactionBody,
  TRANSACTION_VERSION,
  type Transaction,
  type TransactionBody,
  transactionDigest,
} from '../transaction/transaction.ts';
import type { WalletKey } from './wallet-key.ts';

/** What a sender decides of a transfer; key and network give the rest. */
export type Transfer = Pick<TransactionBody, 'recipient' | 'amount' | 'fee' | 'nonce' | 'memo'>;

/** What signing takes of a network: the genesis hash keeps the signature off every other chain. */
export type SigningNetwork = Pick<Network, 'chainId' | 'genesisHash'>;

/** The transfer, signed. The same key, network and transfer give the same bytes (RFC 6979). Values must be in range. */
export function signTransfer(key: WalletKey, network: SigningNetwork, transfer: Transfer): Transaction {
  const bodyBytes = encodeTransactionBody({
    version: TRANSACTION_VERSION,
    chainId: network.chainId,
    sender: key.publicKey,
    ...transfer,
  });
  return assembleTransaction(bodyBytes, key.sign(transactionDigest(network.genesisHash, bodyBytes)));
}
