import { secp256k1 } from '@noble/curves/secp256k1.js';

/** True when the 33 bytes are a compressed point of secp256k1. */
export function isCurvePoint(publicKey: Uint8Array): boolean {
  try {
    return secp256k1.utils.isValidPublicKey(publicKey, true);
  } catch {
    return false;
  }
}
