import type { Cancellation } from '../primitives/cancellation.ts';
import type { Result } from '../primitives/result.ts';
import type { Endpoint } from './endpoint.ts';
import type { OneWayCommand, OneWayMessages, RequestCommand, RequestOf, ResponseOf } from './messages.ts';
import type { PeerId } from './peer-id.ts';

export type Direction = 'inbound' | 'outbound';

/** Why a request has no answer. `code` of `refused` is the other side's. */
export type RequestRefusal =
  | { readonly code: 'request-timeout'; readonly command: string; readonly timeoutMs: number }
  | { readonly code: 'request-refused'; readonly command: string; readonly reason: string }
  | { readonly code: 'request-malformed-answer'; readonly command: string; readonly reason: string }
  | { readonly code: 'request-cancelled'; readonly command: string }
  | { readonly code: 'session-closed'; readonly reason: string }
  | { readonly code: 'session-overloaded'; readonly outstanding: number };

/** Why a connection was not made: the network's own words for the socket's and the handshake's. */
export interface DialRefusal {
  readonly code: string;
  readonly detail: string;
}

/** An encrypted, authenticated connection with one node, once the handshake is done. */
export interface Session {
  /** Proven in the handshake. */
  readonly peerId: PeerId;
  /** Ed25519 public key, 32 bytes. */
  readonly identityKey: Uint8Array;
  readonly direction: Direction;
  /** The other end of the socket. */
  readonly remote: Endpoint;
  /** The address of this end, as the other end reaches it unless somebody in between translates. */
  readonly localHost: string;
  readonly handshakeHash: Uint8Array;
  readonly closed: boolean;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /**
   * Asks and waits for the answer, at most `timeoutMs`, and no longer once the request is cancelled. The other end does
   * not hear of that; what it answers then is ignored.
   */
  request<C extends RequestCommand>(
    command: C,
    request: RequestOf<C>,
    timeoutMs: number,
    cancellation?: Cancellation,
  ): Promise<Result<ResponseOf<C>, RequestRefusal>>;
  /** Says without waiting for anything. Nothing happens on a closed session. */
  send<C extends OneWayCommand>(command: C, message: OneWayMessages[C]): void;
  /** Says goodbye with a code, then closes. */
  disconnect(code: string): void;
}

/** A refusal that a handler answers with; it goes to the other side as an error frame with this code. */
export interface HandlerRefusal {
  readonly code: string;
}

/** What a node does with what others ask: the use cases behind the protocol, whatever carries it. */
export interface SessionHandlers {
  /** A session stands; nothing has been said on it. Whoever dialled speaks first. */
  opened(session: Session): void;
  /** A session ended, with the reason as a code; called once for each that was opened. */
  closed(session: Session, reason: string): void;
  request<C extends RequestCommand>(
    session: Session,
    command: C,
    request: RequestOf<C>,
  ): Promise<Result<ResponseOf<C>, HandlerRefusal>>;
  oneWay<C extends OneWayCommand>(session: Session, command: C, message: OneWayMessages[C]): void;
}

/** Carries sessions: TCP in a peer, memory in tests and simulation. */
export interface Transport {
  /** Begins to listen, when this node does, and to hand sessions to the handlers. */
  start(handlers: SessionHandlers): Promise<void>;
  /** Where it listens, once started. */
  readonly listening: Endpoint | undefined;
  /** Connects to a node; when `expected` is given, to no other than that one. */
  dial(endpoint: Endpoint, expected: PeerId | undefined): Promise<Result<Session, DialRefusal>>;
  /** Ends all sessions with a goodbye and stops listening. */
  close(): Promise<void>;
}

/** Signs as this node. */
export interface NodeSigner {
  readonly peerId: PeerId;
  /** Ed25519 public key, 32 bytes. */
  readonly identityKey: Uint8Array;
  /** Ed25519 signature, 64 bytes. */
  sign(message: Uint8Array): Uint8Array;
}
