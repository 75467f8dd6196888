import { ed25519 } from '@noble/curves/ed25519.js';
import { concatBytes, writeUint64 } from '../primitives/bytes.ts';
import { type Hash, hashToBytes, taggedHash } from '../primitives/hash.ts';
import type { RuleBook } from '../primitives/result.ts';

/** Serials of tickets that have not expired yet: 32 KiB, more than an operator revokes in a ticket's life. */
export const MAX_REVOKED_SERIALS = 4_096;
const TAG = 'cheesechain/revocations';

/** A tracker's word on which of its tickets count no more; passed on from peer to peer. */
export interface RevocationList {
  /** Ed25519 public key of the tracker that signed the tickets and this list, 32 bytes. */
  readonly trackerKey: Uint8Array;
  /** Rises with each new list of the same tracker: of two, the higher counts. Below 2^53. */
  readonly sequence: number;
  /** Rising, none twice, at most 4,096. */
  readonly serials: readonly number[];
  /** Ed25519, 64 bytes. */
  readonly signature: Uint8Array;
}

export type RevocationListRefusal =
  | { readonly code: 'revocations-unordered' }
  | { readonly code: 'revocations-signature' };

export const revocationListRules: RuleBook<RevocationListRefusal> = {
  'revocations-unordered': 'A revocation list names its serials in rising order, none twice: it has one form.',
  'revocations-signature': 'A revocation list is signed by the tracker whose tickets it revokes.',
};

/** A tracker's identity, as far as a list needs it: a NodeSigner, whose module knows of messages and so of lists. */
interface ListSigner {
  readonly identityKey: Uint8Array;
  sign(message: Uint8Array): Uint8Array;
}

/** The tracker's list of this sequence. */
export function signRevocationList(
  tracker: ListSigner,
  genesisHash: Hash,
  sequence: number,
  serials: readonly number[],
): RevocationList {
  const unsigned = { trackerKey: tracker.identityKey, sequence, serials: [...serials].sort((a, b) => a - b) };
  return { ...unsigned, signature: tracker.sign(digestOf(unsigned, genesisHash)) };
}

/** Its one form, and the signature of the tracker that it names; whether that one is trusted is not looked at. */
export function checkRevocationList(list: RevocationList, genesisHash: Hash): RevocationListRefusal | undefined {
  const { serials, signature, trackerKey } = list;
  const rises = serials.every((serial, index) => index === 0 || serial > (serials[index - 1] as number));
  if (!rises) return { code: 'revocations-unordered' };
  try {
    const isSigned = ed25519.verify(signature, digestOf(list, genesisHash), trackerKey, { zip215: false });
    return isSigned ? undefined : { code: 'revocations-signature' };
  } catch {
    return { code: 'revocations-signature' };
  }
}

/** taggedHash(`cheesechain/revocations`, genesis hash ‖ tracker key ‖ sequence ‖ each serial), numbers as uint64. */
function digestOf({ trackerKey, sequence, serials }: Omit<RevocationList, 'signature'>, genesisHash: Hash): Uint8Array {
  const numbers = new Uint8Array(8 + 8 * serials.length);
  for (const [index, value] of [sequence, ...serials].entries()) writeUint64(numbers, 8 * index, value);
  return taggedHash(TAG, concatBytes(hashToBytes(genesisHash), trackerKey, numbers));
}
