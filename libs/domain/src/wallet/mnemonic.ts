import { entropyToMnemonic, mnemonicToEntropy, mnemonicToSeed } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import type { Random } from '../primitives/random.port.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';
import type { MnemonicRefusal } from './mnemonic.errors.ts';

/** BIP-39: 16 bytes of entropy and 4 bits of checksum. Nobody guesses 128 bits, and 12 words are copied by hand. */
const GENERATED_ENTROPY_BYTES = 16;

/** BIP-39: 16, 20, 24, 28 or 32 bytes of entropy. */
export const MNEMONIC_WORD_COUNTS: readonly number[] = [12, 15, 18, 21, 24];

/** 24 words of 8 letters with a blank each have 216; the rest is for generous spacing. No more is looked at. */
export const MAX_MNEMONIC_CHARACTERS = 1024;

const knownWords = new Set(wordlist);

/** Entropy for a new mnemonic of 12 words. */
export function generateEntropy(random: Random): Uint8Array {
  return random.bytes(GENERATED_ENTROPY_BYTES);
}

/** True for as many bytes as a mnemonic can stand for. */
export function isEntropy(bytes: Uint8Array): boolean {
  return [16, 20, 24, 28, 32].includes(bytes.length);
}

/** The English mnemonic of 16, 20, 24, 28 or 32 bytes of entropy (BIP-39). */
export function mnemonicOf(entropy: Uint8Array): string {
  return entropyToMnemonic(entropy, wordlist);
}

/**
 * The entropy of a mnemonic as people write it: in capitals or small letters, with any white space between, before
 * and after the words. Any text may come in.
 */
export function parseMnemonic(text: string): Result<Uint8Array, MnemonicRefusal> {
  const words = text.slice(0, MAX_MNEMONIC_CHARACTERS).normalize('NFKD').toLowerCase().split(/\s+/u).filter(Boolean);
  if (text.length > MAX_MNEMONIC_CHARACTERS || !MNEMONIC_WORD_COUNTS.includes(words.length)) {
    return refused({ code: 'mnemonic-length', words: words.length, allowed: MNEMONIC_WORD_COUNTS });
  }
  const positions = words.flatMap((word, index) => (knownWords.has(word) ? [] : [index + 1]));
  if (positions.length > 0) return refused({ code: 'mnemonic-word', positions });
  try {
    return accepted(mnemonicToEntropy(words.join(' '), wordlist));
  } catch {
    // Number and words are right: only the checksum is left.
    return refused({ code: 'mnemonic-checksum' });
  }
}

/** The 64-byte seed of BIP-32 (BIP-39: PBKDF2, 2,048 rounds). The wallet uses no passphrase; the vectors do. */
export function seedOf(entropy: Uint8Array, passphrase = ''): Promise<Uint8Array> {
  return mnemonicToSeed(mnemonicOf(entropy), passphrase);
}
