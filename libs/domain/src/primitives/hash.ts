import { sha256 } from '@noble/hashes/sha2.js';
import type { Brand } from './brand.ts';
import { fromHex, isHex, toHex, utf8 } from './bytes.ts';

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

/** SHA-256 of SHA-256 (32 bytes, internal order): Bitcoin's hash of headers, transactions and merkle nodes. */
export function sha256d(bytes: Uint8Array): Uint8Array {
  return sha256(sha256(bytes));
}

/** The domains in which this project hashes or signs: a signature of one never passes in another. */
export type Tag =
  | 'cheesechain/transaction'
  | 'cheesechain/message'
  | 'cheesechain/ticket'
  | 'cheesechain/address'
  | 'cheesechain/static';

const taggedStates = new Map<Tag, ReturnType<typeof sha256.create>>();

/** taggedHash(tag, m) = sha256(sha256(tag) ‖ sha256(tag) ‖ m), 32 bytes (the construction of BIP 340). */
export function taggedHash(tag: Tag, ...message: Uint8Array[]): Uint8Array {
  let state = taggedStates.get(tag);
  if (state === undefined) {
    const tagDigest = sha256(utf8(tag));
    state = sha256.create().update(tagDigest).update(tagDigest);
    taggedStates.set(tag, state);
  }
  const hash = state.clone();
  for (const part of message) hash.update(part);
  return hash.digest();
}
