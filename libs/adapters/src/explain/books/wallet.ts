import { type IdempotencyRefusal, idempotencyRules } from '#domain/wallet/idempotency.errors';
import { type KeystoreRefusal, keystoreRules } from '#domain/wallet/keystore.errors';
import { type MnemonicRefusal, mnemonicRules } from '#domain/wallet/mnemonic.errors';
import { type PaymentRefusal, paymentRules } from '#domain/wallet/payment.errors';
import { type WalletRefusal, walletRules } from '#domain/wallet/wallet.errors';
import { type Explanation, explain } from '../explanation.ts';

const WHERE = 'the file';
const REASON = 'what the system says';

/** Of the wallet and the payments that it signs. */
export const WALLET_EXPLANATIONS: readonly Explanation[] = [
  ...explain<KeystoreRefusal>(
    'wallet',
    keystoreRules,
    {
      'keystore-damaged': { where: WHERE, detail: 'what is wrong with it' },
      'keystore-version-unknown': { where: WHERE, version: 'the format that it names' },
      'keystore-wrong-network': {
        where: WHERE,
        expected: 'the network of this peer',
        actual: 'the network that the wallet was made for',
      },
      'keystore-unreadable': { where: WHERE, reason: REASON },
      'keystore-unwritable': { where: WHERE, reason: REASON },
    },
    {
      'wallet-exists': 'To use another wallet, give the peer another data directory.',
      'wallet-missing': 'POST /v1/wallet makes one; with a mnemonic it restores one.',
      'keystore-version-unknown': 'Upgrade the program.',
      'keystore-wrong-network': 'Start the peer with the data directory of its own network.',
    },
  ),
  ...explain<MnemonicRefusal>('wallet', mnemonicRules, {
    'mnemonic-length': { words: 'how many words there are', allowed: 'how many there may be' },
    'mnemonic-word': { positions: 'places of the words that are not on the list, from 1' },
  }),
  ...explain<Exclude<WalletRefusal, KeystoreRefusal | MnemonicRefusal>>(
    'wallet',
    walletRules,
    {
      'wallet-password-length': { minimum: 'the fewest characters', maximum: 'the most characters' },
      'wallet-unlock-duration': {
        seconds: 'what was asked for',
        minimum: 'the least, in seconds',
        maximum: 'the most, in seconds',
      },
      'wallet-busy': { maximum: 'how many may wait' },
    },
    { 'wallet-locked': 'POST /v1/wallet/unlock with the password.' },
  ),
  ...explain<PaymentRefusal>('wallet', paymentRules, {
    'payment-amount': {
      amount: 'what was to be paid, in crumbs',
      minimum: 'the least, in crumbs',
      maximum: 'the most, in crumbs',
    },
    'payment-fee': { fee: 'the fee, in crumbs', minimum: 'the least, in crumbs', maximum: 'the most, in crumbs' },
    'payment-total-too-large': {
      amount: 'what was to be paid, in crumbs',
      fee: 'the fee, in crumbs',
      maximum: 'the most that both may be together, in crumbs',
    },
    'payment-memo-too-long': { bytes: 'how long it is, in bytes of UTF-8', maximum: 'the most bytes' },
    'payment-busy': { maximum: 'how many may wait' },
  }),
  ...explain<IdempotencyRefusal>(
    'wallet',
    idempotencyRules,
    { 'idempotency-key-invalid': { maximumLength: 'the most characters' } },
    { 'idempotency-key-reused': 'Make a new key for each payment, and repeat it only with the very same body.' },
  ),
];
