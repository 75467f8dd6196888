import { type Hash, isHash } from '#domain/primitives/hash';
import type { AccountId } from '#domain/transaction/account';
import { decodeAddress } from '#domain/transaction/address';
import { invalidRequest, valueOrProblem } from '../problems/problem-of.ts';

/** Ten digits hold every uint32. */
const HEIGHT = /^(0|[1-9]\d{0,9})$/;

/** A path part that is a hash or id, in small or capital letters. */
export function hashFrom(text: string, field: string): Hash {
  const hash = text.toLowerCase();
  if (isHash(hash)) return hash;
  throw invalidRequest({ field, detail: `${field} is 64 hex digits` });
}

/** A path part that is a height; undefined when it is none. */
export function heightFrom(text: string): number | undefined {
  return HEIGHT.test(text) ? Number(text) : undefined;
}

/** A path part that is an address of this network. */
export function accountFrom(prefix: string, text: string): AccountId {
  return valueOrProblem(decodeAddress(prefix, text));
}
