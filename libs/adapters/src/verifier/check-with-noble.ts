import { secp256k1 } from '@noble/curves/secp256k1.js';
import type { CheckSignature } from './check-signature.ts';

/** ECDSA by @noble/curves: pure JavaScript, so it works everywhere; some thirty times slower than the native one. */
export const checkWithNoble: CheckSignature = (digest, signature, publicKey) => {
  try {
    return secp256k1.verify(signature, digest, publicKey, { prehash: false, lowS: true, format: 'compact' });
  } catch {
    return false;
  }
};
