import type { RuleBook } from '../primitives/result.ts';

/** A transaction that no chain of this network can hold, whatever its state (the structural rules). */
export type TransactionRefusal =
  | { readonly code: 'transaction-version'; readonly version: number; readonly expected: number }
  | { readonly code: 'transaction-wrong-chain'; readonly chainId: number; readonly expected: number }
  | { readonly code: 'transaction-sender-prefix'; readonly prefix: number }
  | { readonly code: 'transaction-amount-zero' }
  | { readonly code: 'transaction-amount-too-large'; readonly amount: number; readonly maximum: number }
  | {
      readonly code: 'transaction-total-too-large';
      readonly amount: number;
      readonly fee: number;
      readonly maximum: number;
    }
  | { readonly code: 'transaction-sender-not-on-curve'; readonly sender: string }
  | { readonly code: 'transaction-signature-invalid'; readonly id: string };

export const transactionRules: RuleBook<TransactionRefusal> = {
  'transaction-version': 'The body has version 1: later versions need rules that this node does not know.',
  'transaction-wrong-chain': "The body names this chain's id: a payment for another chain is none here.",
  'transaction-sender-prefix': 'The sender is a compressed public key: 33 bytes that begin with 02 or 03.',
  'transaction-amount-zero': 'A transfer moves at least one crumb.',
  'transaction-amount-too-large': 'No transfer moves more than all the money there will ever be.',
  'transaction-total-too-large': 'Amount and fee together stay within all the money there will ever be.',
  'transaction-sender-not-on-curve': 'The sender is a point of the curve secp256k1; other bytes are nobody’s key.',
  'transaction-signature-invalid':
    'The signature is the sender’s own over this body on this very chain, in its low-s form.',
};
