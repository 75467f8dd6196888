import { taggedHash } from '#domain/primitives/hash';
import { ED25519_KEY_BYTES, ED25519_SIGNATURE_BYTES, signEd25519, verifyEd25519 } from './ed25519.ts';
import type { NodeIdentity } from './node-identity.ts';

/** identity key (32) ‖ Ed25519 signature (64): the payload of handshake messages 2 and 3. */
export const IDENTITY_PROOF_BYTES = ED25519_KEY_BYTES + ED25519_SIGNATURE_BYTES;

/**
 * What binds the session to an identity: the identity key and its signature over
 * taggedHash(`cheesechain/static`, static key). Noise proves that the sender holds the static key; a proof copied
 * from somebody else's handshake names another static key and fails.
 */
export function proveIdentity(identity: NodeIdentity): Uint8Array {
  const signed = taggedHash('cheesechain/static', identity.staticPublicKey);
  return Buffer.concat([identity.identityPublicKey, signEd25519(identity.identityPrivateKey, signed)]);
}

/**
 * The identity key (32 bytes) that the proof gives to the static key, or undefined: wrong length, a key of small
 * order or not canonical, or a signature that is not over this static key.
 */
export function identityFromProof(proof: Uint8Array, staticKey: Uint8Array): Uint8Array | undefined {
  if (proof.length !== IDENTITY_PROOF_BYTES) return undefined;
  const identityKey = new Uint8Array(proof.subarray(0, ED25519_KEY_BYTES));
  const signed = taggedHash('cheesechain/static', staticKey);
  return verifyEd25519(identityKey, signed, proof.subarray(ED25519_KEY_BYTES)) ? identityKey : undefined;
}
