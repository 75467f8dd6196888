import type { KeyObject } from 'node:crypto';
import { type PeerId, peerIdOf } from '#domain/peer-network/peer-id';
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
  /** The hash of the identity key. */
  readonly peerId: PeerId;
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
