import type { RuleBook } from '../primitives/result.ts';

/** Why a text is no address of this network. */
export type AddressRefusal =
  | { readonly code: 'address-malformed' }
  | { readonly code: 'address-checksum' }
  | { readonly code: 'address-wrong-network'; readonly expected: string; readonly actual: string }
  | { readonly code: 'address-version'; readonly version: number; readonly expected: number }
  | { readonly code: 'address-length'; readonly words: number; readonly expected: number };

export const addressRules: RuleBook<AddressRefusal> = {
  'address-malformed':
    'An address is a prefix, the digit 1 and bech32 letters, at most 90 characters, all lower-case or all upper-case.',
  'address-checksum': 'The six last characters are the bech32m checksum of the others: a typing mistake breaks it.',
  'address-wrong-network': 'The prefix names the network: coins of one network do not exist on another.',
  'address-version': 'The address has version 0: later versions need rules that this node does not know.',
  'address-length': 'A version 0 address holds exactly the 20 bytes of an account.',
};
