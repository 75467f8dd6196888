import { accepted, type Result, refused } from '../primitives/result.ts';
import type { WalletRefusal } from './wallet.errors.ts';

/** Longer than any that a person types or a manager makes; short enough to cost nothing. UTF-16 units. */
const MAX_PASSWORD_CHARACTERS = 1024;

/** The password in one Unicode form (NFKC), since keyboards differ in how they write one and the same é. */
export function normalisePassword(text: string): Result<string, WalletRefusal> {
  if (text.length >= 1 && text.length <= MAX_PASSWORD_CHARACTERS) return accepted(text.normalize('NFKC'));
  return refused({ code: 'wallet-password-length', minimum: 1, maximum: MAX_PASSWORD_CHARACTERS });
}
