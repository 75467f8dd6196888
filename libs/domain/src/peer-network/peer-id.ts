import type { Brand } from '../primitives/brand.ts';
import { isHex, toHex } from '../primitives/bytes.ts';
import { sha256 } from '../primitives/hash.ts';

/** Who a node is: sha256 of its Ed25519 identity key (32 bytes), 64 lower-case hex digits, not reversed. */
export type PeerId = Brand<string, 'PeerId'>;

export function isPeerId(text: string): text is PeerId {
  return isHex(text, 32);
}

/** The id of whoever holds this identity key: nobody else can prove to be it. */
export function peerIdOf(identityKey: Uint8Array): PeerId {
  return toHex(sha256(identityKey)) as PeerId;
}
