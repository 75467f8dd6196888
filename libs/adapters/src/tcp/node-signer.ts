import type { NodeSigner } from '#domain/peer-network/transport.port';
import { signEd25519 } from './ed25519.ts';
import type { NodeIdentity } from './node-identity.ts';

/** What the domain may do with this identity: sign address records and tickets. The keys stay here. */
export function nodeSignerOf(identity: NodeIdentity): NodeSigner {
  return {
    peerId: identity.peerId,
    identityKey: identity.identityPublicKey,
    sign: (message) => signEd25519(identity.identityPrivateKey, message),
  };
}
