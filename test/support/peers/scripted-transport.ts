import { type Endpoint, formatEndpoint } from '#domain/peer-network/endpoint';
import type { PeerId } from '#domain/peer-network/peer-id';
import type { DialRefusal, Session, SessionHandlers, Transport } from '#domain/peer-network/transport.port';
import { accepted, type Result, refused } from '#domain/primitives/result';
import type { ScriptedSession } from './scripted-session.ts';

/** A transport that reaches whoever a test puts somewhere. */
export class ScriptedTransport implements Transport {
  readonly listening: Endpoint = { host: '0.0.0.0', port: 9009 };
  /** Where somebody listens: makes the session of a dial. */
  readonly places = new Map<string, () => ScriptedSession>();
  /** Endpoints dialled, in order. */
  readonly dialled: string[] = [];

  async start(_handlers: SessionHandlers): Promise<void> {}

  async dial(endpoint: Endpoint, expected: PeerId | undefined): Promise<Result<Session, DialRefusal>> {
    const name = formatEndpoint(endpoint);
    this.dialled.push(name);
    const session = this.places.get(name)?.();
    if (session === undefined) return refused({ code: 'connection-refused', detail: 'nobody listens there' });
    if (expected === undefined || session.peerId === expected) return accepted(session);
    return refused({ code: 'peer-id-mismatch', detail: session.peerId });
  }

  async close(): Promise<void> {}
}
