import { createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync, type KeyObject } from 'node:crypto';

export const X25519_KEY_BYTES = 32;

// What stands before the raw key in its DER form (RFC 8410): node:crypto imports keys only in such an envelope.
const PRIVATE_KEY_ENVELOPE = Buffer.from('302e020100300506032b656e04220420', 'hex');
const PUBLIC_KEY_ENVELOPE = Buffer.from('302a300506032b656e032100', 'hex');

/** A key pair of X25519 (RFC 7748); the public half as the 32 bytes that travel. */
export interface X25519KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: Uint8Array;
}

export function generateX25519KeyPair(): X25519KeyPair {
  return x25519KeyPair(generateKeyPairSync('x25519').privateKey);
}

/** The pair of a raw private key (32 bytes; clamped when used, as RFC 7748 says). Throws on another length. */
export function x25519KeyPairFromRaw(privateKey: Uint8Array): X25519KeyPair {
  if (privateKey.length !== X25519_KEY_BYTES) throw new RangeError('an X25519 private key has 32 bytes');
  const der = Buffer.concat([PRIVATE_KEY_ENVELOPE, privateKey]);
  return x25519KeyPair(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
}

/** The raw private key, 32 bytes: a secret, for the identity file alone. */
export function rawX25519PrivateKey(privateKey: KeyObject): Uint8Array {
  return privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(PRIVATE_KEY_ENVELOPE.length);
}

/**
 * The shared secret of RFC 7748, or undefined when the other's key is of low order: the secret would be zero for
 * every private key, so the handshake would prove nothing.
 *
 * @param publicKey the other's key, 32 bytes as they came
 */
export function x25519(privateKey: KeyObject, publicKey: Uint8Array): Buffer | undefined {
  const der = Buffer.concat([PUBLIC_KEY_ENVELOPE, publicKey]);
  const other = createPublicKey({ key: der, format: 'der', type: 'spki' });
  let secret: Buffer;
  try {
    secret = diffieHellman({ privateKey, publicKey: other });
  } catch {
    // OpenSSL refuses an all-zero secret by itself; the check below stands for builds that don't.
    return undefined;
  }
  return secret.every((byte) => byte === 0) ? undefined : secret;
}

function x25519KeyPair(privateKey: KeyObject): X25519KeyPair {
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return { privateKey, publicKey: spki.subarray(PUBLIC_KEY_ENVELOPE.length) };
}
