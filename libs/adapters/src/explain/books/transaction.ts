import { type EncodingRefusal, encodingRules } from '#domain/primitives/encoding.errors';
import { type AddressRefusal, addressRules } from '#domain/transaction/address.errors';
import { type TransactionRefusal, transactionRules } from '#domain/transaction/transaction.errors';
import { type Explanation, explain } from '../explanation.ts';

const MAXIMUM_CRUMBS = 'the most there may be, in crumbs';

/** Of bytes, addresses and single transactions. */
export const TRANSACTION_EXPLANATIONS: readonly Explanation[] = [
  ...explain<EncodingRefusal>(
    'encoding',
    encodingRules,
    {
      'encoding-length': {
        type: 'what the bytes should have been',
        length: 'how many bytes there are',
        minimum: 'the fewest there can be',
        maximum: 'the most there can be',
      },
      'encoding-offset': {
        type: 'what the bytes should have been',
        field: 'the part that begins elsewhere',
        offset: 'where the bytes say that it begins',
        expected: 'where it has to begin',
      },
      'encoding-number-too-large': { type: 'what the bytes should have been', field: 'the number' },
    },
    { 'encoding-length': 'See that the bytes were not cut, and that nothing was appended.' },
  ),
  ...explain<TransactionRefusal>(
    'transaction',
    transactionRules,
    {
      'transaction-version': { version: 'the version of the body', expected: 'the one that counts' },
      'transaction-wrong-chain': {
        chainId: 'the chain that the body names',
        expected: 'the chain of this network (chainId of GET /v1/chain)',
      },
      'transaction-sender-prefix': { prefix: 'the first byte of the public key' },
      'transaction-amount-too-large': { amount: 'what was to be moved, in crumbs', maximum: MAXIMUM_CRUMBS },
      'transaction-total-too-large': {
        amount: 'what was to be moved, in crumbs',
        fee: 'the fee, in crumbs',
        maximum: 'the most that both may be together, in crumbs',
      },
      'transaction-sender-not-on-curve': { sender: 'the public key, hex' },
      'transaction-signature-invalid': { id: 'the transaction' },
    },
    {
      'transaction-wrong-chain': 'Sign it anew for the network that this peer is on.',
      'transaction-signature-invalid':
        'Sign the digest of the body with the genesis hash of this network, with the key of the sender; docs/consensus.md has an example byte by byte.',
    },
  ),
  ...explain<AddressRefusal>(
    'address',
    addressRules,
    {
      'address-wrong-network': { expected: 'the prefix of this network', actual: 'the prefix of the address' },
      'address-version': { version: 'the version of the address', expected: 'the one that counts' },
      'address-length': { words: 'how many groups of five bits there are', expected: 'how many there have to be' },
    },
    {
      'address-checksum': 'Copy the address once more from whoever gave it, all of it.',
      'address-wrong-network': 'Ask the recipient for an address of this network.',
    },
  ),
];
