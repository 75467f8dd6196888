import { bech32m } from '@scure/base';
import { invariant } from '../primitives/invariant.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';
import { type AccountId, accountFromBytes, accountToBytes } from './account.ts';
import type { AddressRefusal } from './address.errors.ts';

/** The first 5-bit word of an address. Others are free for future kinds of account. */
export const ADDRESS_VERSION = 0;

/** BIP 173: beyond 90 characters the checksum no longer promises to find four errors. */
const MAX_ADDRESS_CHARACTERS = 90;
/** 160 bits in words of 5, without padding. */
const ACCOUNT_WORDS = 32;
/** Leaves every address far below 90 characters: 32 + 1 + 33 + 6 = 72. */
const MAX_PREFIX_CHARACTERS = 32;

/** The form of every bech32m text (BIP 350): prefix, the last digit 1, at least the six letters of the checksum. */
const BECH32_FORM = /^[\x21-\x7e]{1,83}1[ac-hj-np-z02-9]{6,}$/i;

/** True for what may stand before an address's digit 1: lower-case letters and digits, a letter first, at most 32. */
export function isAddressPrefix(text: string): boolean {
  return text.length <= MAX_PREFIX_CHARACTERS && /^[a-z][a-z0-9]*$/.test(text);
}

/** The account as people write it on the network with this prefix: bech32m (BIP 350), lower-case. */
export function encodeAddress(prefix: string, account: AccountId): string {
  invariant(isAddressPrefix(prefix), `not an address prefix: ${prefix}`);
  return bech32m.encode(prefix, [ADDRESS_VERSION, ...bech32m.toWords(accountToBytes(account))], MAX_ADDRESS_CHARACTERS);
}

/**
 * The account of an address of the network with this prefix. Any text may come in. An address in capitals (QR codes)
 * is as good as one in small letters, a mixture is refused (BIP 173). The checksum is looked at before the prefix,
 * so a slip of the finger in the prefix is called a slip and not another network.
 */
export function decodeAddress(prefix: string, text: string): Result<AccountId, AddressRefusal> {
  if (text.length > MAX_ADDRESS_CHARACTERS) return refused({ code: 'address-malformed' });
  const lower = text.toLowerCase();
  if ((text !== lower && text !== text.toUpperCase()) || !BECH32_FORM.test(text)) {
    return refused({ code: 'address-malformed' });
  }
  const decoded = bech32m.decodeUnsafe(lower, MAX_ADDRESS_CHARACTERS);
  if (!decoded) return refused({ code: 'address-checksum' });
  if (decoded.prefix !== prefix) {
    return refused({ code: 'address-wrong-network', expected: prefix, actual: decoded.prefix });
  }
  const [version, ...words] = decoded.words;
  if (version !== undefined && version !== ADDRESS_VERSION) {
    return refused({ code: 'address-version', version, expected: ADDRESS_VERSION });
  }
  if (words.length !== ACCOUNT_WORDS) {
    return refused({ code: 'address-length', words: decoded.words.length, expected: ACCOUNT_WORDS + 1 });
  }
  return accepted(accountFromBytes(bech32m.fromWords(words)));
}
