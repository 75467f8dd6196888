import { type AddressReading, NETWORK_OF_PREFIX, notAnAddress, readAddress } from './address.ts';

/** What can be said of an address while it is still being typed. */
export type AddressTyping = { readonly state: 'typing'; readonly missing: number } | AddressReading;

/** After the `1`: a version and 20 bytes in 33 letters, and 6 of checksum (BIP 350). */
const LETTERS_AFTER_PREFIX = 39;
/** Letters that bech32 leaves out, since they are taken for others. */
const NEVER_IN_AN_ADDRESS = /[bio1]/;

/**
 * Reads an address while it is typed: as long as more letters may make it right it is `typing`, with how many are
 * missing; a mistake that no more letters can mend is told at once. `prefix` is that of this network.
 */
export function addressWhileTyping(typed: string, prefix: string): AddressTyping {
  const text = typed.trim().toLowerCase();
  const start = `${prefix}1`;
  const whole = start.length + LETTERS_AFTER_PREFIX;
  if (start.startsWith(text)) return { state: 'typing', missing: whole - text.length };
  if (!text.startsWith(start)) {
    // The beginning of an address of another network is no mistake before its network is spelt out.
    const foreign = Object.keys(NETWORK_OF_PREFIX).some((other) => `${other}1`.startsWith(text));
    return foreign ? { state: 'typing', missing: whole - text.length } : readStart(typed, text, prefix);
  }
  const letter = NEVER_IN_AN_ADDRESS.exec(text.slice(start.length))?.[0];
  if (letter !== undefined) {
    const sentence = `No address has the letter “${letter}” after its first 1: it was probably misread. Copy the address again.`;
    return { ok: false, code: 'address-checksum', sentence };
  }
  return text.length < whole ? { state: 'typing', missing: whole - text.length } : readAddress(typed, prefix);
}

function readStart(typed: string, text: string, prefix: string): AddressTyping {
  const network = Object.keys(NETWORK_OF_PREFIX).find((other) => text.startsWith(`${other}1`));
  if (network === undefined) {
    const reading = readAddress(typed, prefix);
    return !reading.ok && reading.code === 'address-checksum' ? notAnAddress(prefix) : reading;
  }
  const sentence = `This address belongs to ${NETWORK_OF_PREFIX[network]}, but your peer is on ${NETWORK_OF_PREFIX[prefix] ?? prefix}. Coins can't cross.`;
  return { ok: false, code: 'address-foreign-network', sentence };
}
