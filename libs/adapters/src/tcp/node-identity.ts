import { createHash, type KeyObject } from 'node:crypto';
import { toHex } from '#domain/primitives/bytes';
import { type Ed25519KeyPair, generateEd25519KeyPair } from './ed25519.ts';
import { generateX25519KeyPair, type X25519KeyPair } from './x25519.ts';

/**
 * Who a node is on the network. The identity key says who, the static key carries the Noise sessions and is signed
 * by the identity key in each handshake. Private keys are KeyObjects, which no log prints.
 */
export interface NodeIdentity {
  /** Ed25519. */
  readonly identityPrivateKey: KeyObject;
  /** Ed25519, 32 bytes. */
  readonly identityPublicKey: Uint8Array;
  /** X25519. */
  readonly staticPrivateKey: KeyObject;
  /** X25519, 32 bytes. */
  readonly staticPublicKey: Uint8Array;
  /** {@link peerIdOf} the identity key. */
  readonly peerId: string;
}

/** The peer id: SHA-256 of the identity key (32 bytes), 64 lower-case hex digits in the digest's own order. */
export function peerIdOf(identityPublicKey: Uint8Array): string {
  return toHex(createHash('sha256').update(identityPublicKey).digest());
}

/** A new identity, from the system's randomness. */
export function generateNodeIdentity(): NodeIdentity {
  return nodeIdentityOf(generateEd25519KeyPair(), generateX25519KeyPair());
}

/** The identity that these two key pairs make. */
export function nodeIdentityOf(identityKeys: Ed25519KeyPair, staticKeys: X25519KeyPair): NodeIdentity {
  return {
    identityPrivateKey: identityKeys.privateKey,
    identityPublicKey: identityKeys.publicKey,
    staticPrivateKey: staticKeys.privateKey,
    staticPublicKey: staticKeys.publicKey,
    peerId: peerIdOf(identityKeys.publicKey),
  };
}
