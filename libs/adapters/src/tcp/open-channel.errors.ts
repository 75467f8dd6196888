import type { PeerId } from '#domain/peer-network/peer-id';
import type { RuleBook } from '#domain/primitives/result';
import { PREAMBLE_RULES, type PreambleRefusal } from './preamble.errors.ts';

/** Why a TCP connection did not become a channel. */
export type OpenChannelRefusal =
  | PreambleRefusal
  | { readonly code: 'preamble-refused'; readonly reason: PreambleRefusal['code'] | 'unknown' }
  | { readonly code: 'handshake-failed' }
  | { readonly code: 'identity-proof' }
  | { readonly code: 'peer-id-mismatch'; readonly expectedPeerId: PeerId; readonly peerId: PeerId }
  | { readonly code: 'peer-is-self' }
  | { readonly code: 'handshake-timeout'; readonly handshakeTimeoutMs: number }
  | { readonly code: 'connection-lost'; readonly errno?: string };

export const OPEN_CHANNEL_RULES: RuleBook<OpenChannelRefusal> = {
  ...PREAMBLE_RULES,
  'preamble-refused': 'The other side does not accept our preamble and says why.',
  'handshake-failed': 'The handshake follows Noise XX; whatever is wrong with a message has this one code.',
  'identity-proof': 'A handshake carries an identity key of large order and its signature over the static key.',
  'peer-id-mismatch': 'Whoever answers a dial is the peer that was dialled.',
  'peer-is-self': 'A node holds no session with itself.',
  'handshake-timeout': 'A connection becomes a session quickly or makes room for another.',
  'connection-lost': 'The connection ended or could not be made.',
};
