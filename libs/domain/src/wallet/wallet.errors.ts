import type { RuleBook } from '../primitives/result.ts';
import type { KeystoreRefusal } from './keystore.errors.ts';
import type { MnemonicRefusal } from './mnemonic.errors.ts';

/** Why the wallet does not do what it was asked for. */
export type WalletRefusal =
  | KeystoreRefusal
  | MnemonicRefusal
  | { readonly code: 'wallet-locked' }
  | { readonly code: 'wallet-not-encrypted' }
  | { readonly code: 'wallet-password-length'; readonly minimum: number; readonly maximum: number }
  | {
      readonly code: 'wallet-unlock-duration';
      readonly seconds: number;
      readonly minimum: number;
      readonly maximum: number;
    }
  | { readonly code: 'wallet-busy'; readonly maximum: number };

export const walletRules: RuleBook<Exclude<WalletRefusal, KeystoreRefusal | MnemonicRefusal>> = {
  'wallet-locked': 'A locked wallet signs nothing: unlock it with its password first.',
  'wallet-not-encrypted': 'This wallet was made without a password: it is never locked, and has none to be asked for.',
  'wallet-password-length': 'A password has 1 to 1,024 characters; leave it out for a wallet that is never locked.',
  'wallet-unlock-duration': 'An unlocking lasts a whole number of seconds, from one to a week, or until it is locked.',
  'wallet-busy':
    'A few calls with a password wait for each other, no more: each costs much work, so that guessing does.',
};
