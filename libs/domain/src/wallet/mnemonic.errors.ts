import type { RuleBook } from '../primitives/result.ts';

/** Why a text is no mnemonic. None of these repeats a word of it: it may be a secret but for one slip. */
export type MnemonicRefusal =
  | { readonly code: 'mnemonic-length'; readonly words: number; readonly allowed: readonly number[] }
  | {
      readonly code: 'mnemonic-word';
      /** Places of the words that are not on the list, counted from 1. */
      readonly positions: readonly number[];
    }
  | { readonly code: 'mnemonic-checksum' };

export const mnemonicRules: RuleBook<MnemonicRefusal> = {
  'mnemonic-length': 'A mnemonic has 12, 15, 18, 21 or 24 words (BIP-39).',
  'mnemonic-word': 'Every word of a mnemonic is on the English list of BIP-39.',
  'mnemonic-checksum':
    'The last word holds a checksum of all: a mnemonic with a wrong, missing or exchanged word is another wallet’s or nobody’s.',
};
