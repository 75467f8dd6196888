import type { RuleBook } from '#domain/primitives/result';
import { OPEN_CHANNEL_RULES, type OpenChannelRefusal } from './open-channel.errors.ts';

/** Why this node cannot listen. */
export type ListenRefusal =
  | { readonly code: 'port-in-use'; readonly host: string; readonly port: number }
  | { readonly code: 'listen-failed'; readonly host: string; readonly port: number; readonly errno: string };

export const LISTEN_RULES: RuleBook<ListenRefusal> = {
  'port-in-use': 'A node listens on a port of its own; another program listens on this one.',
  'listen-failed': 'The system lets a node listen on an address and port that it has and may use.',
};

/** Why a dial gave no session. */
export type DialFailure =
  | OpenChannelRefusal
  | { readonly code: 'endpoint-invalid' }
  | { readonly code: 'connection-refused' }
  | { readonly code: 'too-many-dials'; readonly limit: number }
  | { readonly code: 'transport-closed' };

export const DIAL_RULES: RuleBook<DialFailure> = {
  ...OPEN_CHANNEL_RULES,
  'endpoint-invalid': 'What is dialled has a host and a port from 1 to 65,535.',
  'connection-refused': 'Somebody listens at the address that is dialled.',
  'too-many-dials': 'A node dials few others at the same time.',
  'transport-closed': 'A node that has stopped, or not started, dials nobody.',
};

/** Why a connection from outside is closed without a word. */
export type AdmissionRefusal =
  | { readonly code: 'too-many-handshakes'; readonly limit: number }
  | { readonly code: 'too-many-handshakes-of-address'; readonly limit: number }
  | { readonly code: 'too-many-sessions'; readonly limit: number }
  | { readonly code: 'too-many-sessions-of-address'; readonly limit: number };

export const ADMISSION_RULES: RuleBook<AdmissionRefusal> = {
  'too-many-handshakes': 'So many connections shake hands at once, no more.',
  'too-many-handshakes-of-address': 'No address takes all the places for handshakes.',
  'too-many-sessions': 'So many others may hold a session with this node, no more.',
  'too-many-sessions-of-address': 'No address takes all the places for sessions.',
};

/** Carries a {@link ListenRefusal} out of a start, which has no other result. */
export class ListenRefusedError extends Error {
  override readonly name = 'ListenRefusedError';

  constructor(readonly refusal: ListenRefusal) {
    super(`${refusal.code}: ${refusal.host}:${refusal.port}`);
  }
}
