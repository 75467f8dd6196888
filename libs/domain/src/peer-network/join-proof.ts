import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8 } from '../primitives/bytes.ts';

/** HMAC-SHA256(join token as UTF-8, handshake hash), 32 bytes: says that we hold the token, on this session alone. */
export function joinProofOf(token: string, handshakeHash: Uint8Array): Uint8Array {
  return hmac(sha256, utf8(token), handshakeHash);
}
