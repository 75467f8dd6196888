import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { ed25519 as curve } from '@noble/curves/ed25519.js';

export const ED25519_KEY_BYTES = 32;
export const ED25519_SIGNATURE_BYTES = 64;

// What stands before the raw key in its DER form (RFC 8410): node:crypto imports keys only in such an envelope.
const PRIVATE_KEY_ENVELOPE = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_KEY_ENVELOPE = Buffer.from('302a300506032b6570032100', 'hex');

/** A key pair of Ed25519 (RFC 8032); the public half as the 32 bytes that travel. */
export interface Ed25519KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: Uint8Array;
}

export function generateEd25519KeyPair(): Ed25519KeyPair {
  return ed25519KeyPair(generateKeyPairSync('ed25519').privateKey);
}

/** The pair of a raw private key (the 32 byte seed of RFC 8032). Throws on another length. */
export function ed25519KeyPairFromRaw(privateKey: Uint8Array): Ed25519KeyPair {
  if (privateKey.length !== ED25519_KEY_BYTES) throw new RangeError('an Ed25519 private key has 32 bytes');
  const der = Buffer.concat([PRIVATE_KEY_ENVELOPE, privateKey]);
  return ed25519KeyPair(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
}

/** The raw private key, 32 bytes: a secret, for the identity file alone. */
export function rawEd25519PrivateKey(privateKey: KeyObject): Uint8Array {
  return privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(PRIVATE_KEY_ENVELOPE.length);
}

/** The signature (64 bytes) over the message itself, without a hash before it (PureEdDSA). */
export function signEd25519(privateKey: KeyObject, message: Uint8Array): Uint8Array {
  return sign(null, message, privateKey);
}

/**
 * True when the signature is this key's. The key must be a canonical point of large order: with a small one, a
 * single signature would pass for many messages, so that anybody could "own" its peer id.
 *
 * @param publicKey 32 bytes, as they came
 */
export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== ED25519_SIGNATURE_BYTES || !isSoundEd25519Key(publicKey)) return false;
  const der = Buffer.concat([PUBLIC_KEY_ENVELOPE, publicKey]);
  return verify(null, message, createPublicKey({ key: der, format: 'der', type: 'spki' }), signature);
}

/** True for 32 bytes that are the canonical encoding of a curve point outside the small-order subgroup. */
export function isSoundEd25519Key(publicKey: Uint8Array): boolean {
  if (publicKey.length !== ED25519_KEY_BYTES) return false;
  try {
    return !curve.Point.fromBytes(publicKey).isSmallOrder();
  } catch {
    return false;
  }
}

function ed25519KeyPair(privateKey: KeyObject): Ed25519KeyPair {
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return { privateKey, publicKey: spki.subarray(PUBLIC_KEY_ENVELOPE.length) };
}
