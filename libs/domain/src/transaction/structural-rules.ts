import { toHex } from '../primitives/bytes.ts';
import type { Hash } from '../primitives/hash.ts';
import { firstRefusal } from '../primitives/result.ts';
import { isCurvePoint } from './curve-point.ts';
import type { SignatureCheck, SignatureVerifier } from './signature-verifier.port.ts';
import type { TransactionRefusal } from './transaction.errors.ts';
import { TRANSACTION_VERSION, type Transaction, transactionDigest } from './transaction.ts';

/** What the structural rules need to know of a network. */
export interface TransactionContext {
  readonly chainId: number;
  readonly genesisHash: Hash;
  /** All the crumbs there will ever be. */
  readonly maxSupply: number;
}

/** Every structural rule but the signature, cheapest first. */
export function checkTransactionFields(
  transaction: Transaction,
  context: TransactionContext,
): TransactionRefusal | undefined {
  return firstRefusal([
    () => checkVersion(transaction),
    () => checkChain(transaction, context.chainId),
    () => checkSenderPrefix(transaction),
    () => checkAmount(transaction, context.maxSupply),
    () => checkTotal(transaction, context.maxSupply),
  ]);
}

export function checkVersion({ version }: Transaction): TransactionRefusal | undefined {
  if (version === TRANSACTION_VERSION) return undefined;
  return { code: 'transaction-version', version, expected: TRANSACTION_VERSION };
}

export function checkChain({ chainId }: Transaction, expected: number): TransactionRefusal | undefined {
  return chainId === expected ? undefined : { code: 'transaction-wrong-chain', chainId, expected };
}

export function checkSenderPrefix({ sender }: Transaction): TransactionRefusal | undefined {
  const prefix = sender[0] as number;
  return prefix === 2 || prefix === 3 ? undefined : { code: 'transaction-sender-prefix', prefix };
}

export function checkAmount({ amount }: Transaction, maximum: number): TransactionRefusal | undefined {
  if (amount === 0) return { code: 'transaction-amount-zero' };
  return amount <= maximum ? undefined : { code: 'transaction-amount-too-large', amount, maximum };
}

/** Compared by difference, since the sum could pass 2^53. */
export function checkTotal({ amount, fee }: Transaction, maximum: number): TransactionRefusal | undefined {
  return fee <= maximum - amount ? undefined : { code: 'transaction-total-too-large', amount, fee, maximum };
}

/** What the verifier needs to check this transaction's signature. */
export function signatureCheckOf(transaction: Transaction, genesisHash: Hash): SignatureCheck {
  return {
    digest: transactionDigest(genesisHash, transaction.bodyBytes),
    signature: transaction.signature,
    publicKey: transaction.sender,
  };
}

/** The first transaction whose signature is not its sender's, with its place in the list and the reason. */
export async function checkSignatures(
  transactions: readonly Transaction[],
  genesisHash: Hash,
  verifier: SignatureVerifier,
): Promise<{ readonly index: number; readonly refusal: TransactionRefusal } | undefined> {
  if (transactions.length === 0) return undefined;
  const answers = await verifier.verify(transactions.map((each) => signatureCheckOf(each, genesisHash)));
  const index = answers.indexOf(false);
  if (index === -1) return undefined;
  return { index, refusal: whySignatureFails(transactions[index] as Transaction) };
}

/** A verifier says only no; whether the key or the signature is to blame is asked of the few that fail. */
export function whySignatureFails(transaction: Transaction): TransactionRefusal {
  if (!isCurvePoint(transaction.sender)) {
    return { code: 'transaction-sender-not-on-curve', sender: toHex(transaction.sender) };
  }
  return { code: 'transaction-signature-invalid', id: transaction.id };
}
