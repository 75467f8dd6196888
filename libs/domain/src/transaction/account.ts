import type { Brand } from '../primitives/brand.ts';
import { fromHex, isHex, toHex } from '../primitives/bytes.ts';
import { hash160 } from '../primitives/hash.ts';
import { invariant } from '../primitives/invariant.ts';

export const ACCOUNT_BYTES = 20;

/**
 * Who owns coins: RIPEMD160(SHA256(compressed public key)) as 40 lower-case hex digits, in the digest's own order
 * (Bitcoin's HASH160). A string, so that it compares with `===` and keys a Map. People see it as an address.
 */
export type AccountId = Brand<string, 'AccountId'>;

/** Nobody's account: the recipient of the genesis reward, which is never credited. */
export const ZERO_ACCOUNT = '0'.repeat(ACCOUNT_BYTES * 2) as AccountId;

export function isAccountId(value: unknown): value is AccountId {
  return typeof value === 'string' && isHex(value, ACCOUNT_BYTES);
}

/** The account of a compressed public key (33 bytes; that they are a curve point is checked elsewhere). */
export function accountOf(publicKey33: Uint8Array): AccountId {
  invariant(publicKey33.length === 33, 'a compressed public key has 33 bytes');
  return toHex(hash160(publicKey33)) as AccountId;
}

/** The 20 bytes, as transactions and rewards carry them. */
export function accountToBytes(account: AccountId): Uint8Array {
  return fromHex(account);
}

export function accountFromBytes(bytes: Uint8Array): AccountId {
  invariant(bytes.length === ACCOUNT_BYTES, 'an account has 20 bytes');
  return toHex(bytes) as AccountId;
}
