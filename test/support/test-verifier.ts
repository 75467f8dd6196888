import { NobleVerifier } from '#adapters/verifier/noble-verifier';
import type { SignatureVerifier } from '#domain/transaction/signature-verifier.port';

/** The reference verifier: slow, on the calling thread, with nothing to close. */
export const testVerifier: SignatureVerifier = new NobleVerifier();
