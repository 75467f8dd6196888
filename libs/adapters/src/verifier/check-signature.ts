import type { SignatureCheck } from '#domain/transaction/signature-verifier.port';

export const DIGEST_BYTES = 32;
export const SIGNATURE_BYTES = 64;
export const PUBLIC_KEY_BYTES = 33;

/** Digest, signature and key of one check, one after the other. */
export const CHECK_BYTES = DIGEST_BYTES + SIGNATURE_BYTES + PUBLIC_KEY_BYTES;

/** Checks one signature on the calling thread. Lengths are right already; anything else may be wrong, and gives false. */
export type CheckSignature = (digest: Uint8Array, signature: Uint8Array, publicKey: Uint8Array) => boolean;

/** The implementations there are, by the names that workers are started with. */
export type VerifierImplementation = 'native' | 'noble';

/** True when each part has its length: every implementation answers false to any other check. */
export function hasRightLengths(check: SignatureCheck): boolean {
  return (
    check.digest.length === DIGEST_BYTES &&
    check.signature.length === SIGNATURE_BYTES &&
    check.publicKey.length === PUBLIC_KEY_BYTES
  );
}
