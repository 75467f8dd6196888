import { sha256 } from '@noble/hashes/sha2.js';
import type { Endpoint } from '#domain/peer-network/endpoint';
import type { PeerId } from '#domain/peer-network/peer-id';
import type { DialRefusal, NodeSigner, Session, SessionHandlers, Transport } from '#domain/peer-network/transport.port';
import { concatBytes } from '#domain/primitives/bytes';
import { type Clock, delay } from '#domain/primitives/clock.port';
import { invariant } from '#domain/primitives/invariant';
import { accepted, type Result, refused } from '#domain/primitives/result';
import type { MemoryHub } from './memory-hub.ts';
import { MemorySession } from './memory-session.ts';

/** Carries sessions within one process, over the lines of a hub. */
export class MemoryTransport implements Transport {
  private handlers: SessionHandlers | undefined;
  private readonly sessions = new Set<MemorySession>();

  constructor(
    private readonly hub: MemoryHub<MemoryTransport>,
    private readonly place: Endpoint,
    private readonly signer: NodeSigner,
    private readonly clock: Clock,
  ) {}

  get listening(): Endpoint | undefined {
    return this.handlers === undefined ? undefined : this.place;
  }

  async start(handlers: SessionHandlers): Promise<void> {
    invariant(this.hub.find(this.place) === undefined, 'one transport listens at a place');
    this.handlers = handlers;
    this.hub.listen(this.place, this);
  }

  async dial(endpoint: Endpoint, expected: PeerId | undefined): Promise<Result<Session, DialRefusal>> {
    const waitMs = this.hub.line.delayMs(this.place, endpoint);
    await delay(this.clock, waitMs ?? 1);
    const other = this.hub.find(endpoint);
    if (waitMs === undefined || other?.handlers === undefined || this.handlers === undefined) {
      return refused({ code: 'connection-refused', detail: 'nobody listens there' });
    }
    if (expected !== undefined && other.signer.peerId !== expected) {
      return refused({ code: 'peer-id-mismatch', detail: other.signer.peerId });
    }
    const from: Endpoint = { host: this.place.host, port: this.hub.takePort() };
    const handshakeHash = sha256(concatBytes(this.signer.identityKey, other.signer.identityKey));
    const near = this.open(other.signer, 'outbound', endpoint, handshakeHash);
    const far = other.open(this.signer, 'inbound', from, handshakeHash);
    near.connect(far, () => this.hub.line.delayMs(this.place, other.place));
    far.connect(near, () => this.hub.line.delayMs(other.place, this.place));
    other.handlers.opened(far);
    this.handlers.opened(near);
    return accepted(near);
  }

  async close(): Promise<void> {
    for (const session of [...this.sessions]) session.disconnect('leaving');
    this.hub.leave(this.place);
    this.handlers = undefined;
  }

  /** Ends without a word, as a killed process does. */
  kill(): void {
    for (const session of [...this.sessions]) session.drop();
    this.hub.leave(this.place);
    this.handlers = undefined;
  }

  private open(
    remote: NodeSigner,
    direction: Session['direction'],
    address: Endpoint,
    handshakeHash: Uint8Array,
  ): MemorySession {
    const { handlers } = this;
    invariant(handlers !== undefined, 'a session opens between started transports');
    const { peerId, identityKey } = remote;
    const facts = { peerId, identityKey, direction, remote: address, localHost: this.place.host, handshakeHash };
    const session = new MemorySession(facts, handlers, this.clock, () => this.sessions.delete(session));
    this.sessions.add(session);
    return session;
  }
}
