import { bech32m } from '@scure/base';

/** Version 0 and 20 bytes of account in 5-bit words. */
const ADDRESS_WORDS = 33;
/** Longer than any address with a sensible prefix; what is longer isn't looked at. */
const MAX_ADDRESS_CHARACTERS = 90;

export type AddressProblem =
  | 'address-empty'
  | 'address-shape'
  | 'address-checksum'
  | 'address-version'
  | 'address-foreign-network';

export type AddressReading =
  | { readonly ok: true; readonly address: string }
  | { readonly ok: false; readonly code: AddressProblem; readonly sentence: string };

/** Names of the networks that everybody knows, by the readable part of their addresses. */
export const NETWORK_OF_PREFIX: Record<string, string> = { cheese: 'mainnet', tcheese: 'testnet', dcheese: 'devnet' };

function refuse(code: AddressProblem, sentence: string): AddressReading {
  return { ok: false, code, sentence };
}

/** The refusal of a text that has nothing of an address. */
export function notAnAddress(expectedPrefix = 'cheese'): AddressReading {
  return refuse('address-shape', `That doesn't look like an address: one begins with ${expectedPrefix}1q…`);
}

/** The readable part before the last `1` of a bech32m address: it names the network. */
export function prefixOf(address: string): string {
  return address.slice(0, address.lastIndexOf('1'));
}

function networkOf(prefix: string): string {
  return NETWORK_OF_PREFIX[prefix] ?? `“${prefix}”`;
}

/**
 * Checks an address as a person typed or pasted it: bech32m (BIP 350) checksum, version 0, 20 bytes, and, when
 * `expectedPrefix` is known, that it belongs to this network. Answers the address in lower case.
 */
export function readAddress(typed: string, expectedPrefix?: string): AddressReading {
  const text = typed.trim();
  if (text === '') return refuse('address-empty', 'Paste the address of who should get it.');
  const separator = text.lastIndexOf('1');
  if (text.length > MAX_ADDRESS_CHARACTERS || separator < 1 || !/^[!-~]+$/.test(text)) {
    return notAnAddress(expectedPrefix);
  }
  const decoded = bech32m.decodeUnsafe(text, MAX_ADDRESS_CHARACTERS);
  if (decoded === undefined) {
    return refuse(
      'address-checksum',
      'A letter is wrong or missing: the checksum does not fit. Copy the address again.',
    );
  }
  if (
    decoded.words.length !== ADDRESS_WORDS ||
    decoded.words[0] !== 0 ||
    bech32m.fromWordsUnsafe(decoded.words.slice(1)) === undefined
  ) {
    return refuse('address-version', 'This is an address of a kind that the cheesechain does not know.');
  }
  if (expectedPrefix !== undefined && decoded.prefix !== expectedPrefix) {
    const sentence = `This address belongs to ${networkOf(decoded.prefix)}, but your peer is on ${networkOf(expectedPrefix)}. Coins can't cross.`;
    return refuse('address-foreign-network', sentence);
  }
  return { ok: true, address: text.toLowerCase() };
}
