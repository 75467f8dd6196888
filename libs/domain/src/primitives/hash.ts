import type { Brand } from './brand.ts';
import { concatBytes, fromHex, isHex, toHex, utf8 } from './bytes.ts';
import { hashFunctions } from './hash-functions.ts';

export const HASH_BYTES = 32;

/**
 * A sha256d in **display order**: 64 lower-case hex digits, the digest's bytes reversed, as Bitcoin shows them.
 * A string, so that it compares with `===` and keys a Map. On the wire and in other hashes the digest stands
 * unreversed ("internal order"): {@link hashToBytes} and {@link hashFromBytes} translate.
 */
export type Hash = Brand<string, 'Hash'>;

export const ZERO_HASH = '0'.repeat(64) as Hash;

export function isHash(text: string): text is Hash {
  return isHex(text, HASH_BYTES);
}

/** The display form of a digest in internal order (32 bytes). */
export function hashFromBytes(internal: Uint8Array): Hash {
  // Not slice(): a Buffer's shares its bytes, and they would be reversed where they stand.
  return toHex(Uint8Array.from(internal).reverse()) as Hash;
}

/** The digest in internal order (32 bytes). */
export function hashToBytes(hash: Hash): Uint8Array {
  return fromHex(hash).reverse();
}

/** SHA-256 (32 bytes). */
export function sha256(bytes: Uint8Array): Uint8Array {
  return hashFunctions().sha256(bytes);
}

/** SHA-256 of SHA-256 (32 bytes, internal order): Bitcoin's hash of headers, transactions and merkle nodes. */
export function sha256d(bytes: Uint8Array): Uint8Array {
  return hashFunctions().sha256d(bytes);
}

/** RIPEMD-160 of SHA-256 (20 bytes): Bitcoin's HASH160. */
export function hash160(bytes: Uint8Array): Uint8Array {
  return hashFunctions().hash160(bytes);
}

/** The domains in which this project hashes or signs: a signature of one never passes in another. */
export type Tag =
  | 'cheesechain/transaction'
  | 'cheesechain/message'
  | 'cheesechain/ticket'
  | 'cheesechain/revocations'
  | 'cheesechain/address'
  | 'cheesechain/tracker-address'
  | 'cheesechain/static';

const tagPrefixes = new Map<Tag, Uint8Array>();

/** What stands before a tagged message: sha256(tag) twice, 64 bytes. */
export function tagPrefix(tag: Tag): Uint8Array {
  let prefix = tagPrefixes.get(tag);
  if (prefix === undefined) {
    const digest = sha256(utf8(tag));
    prefix = concatBytes(digest, digest);
    tagPrefixes.set(tag, prefix);
  }
  return prefix;
}

/** taggedHash(tag, m) = sha256(sha256(tag) ‖ sha256(tag) ‖ m), 32 bytes (the construction of BIP 340). */
export function taggedHash(tag: Tag, ...message: Uint8Array[]): Uint8Array {
  return sha256(concatBytes(tagPrefix(tag), ...message));
}
