import { sha256 } from '@noble/hashes/sha2.js';
import type { Endpoint } from '#domain/peer-network/endpoint';
import type { PeerId } from '#domain/peer-network/peer-id';
import type { DialRefusal, NodeSigner, Session, SessionHandlers, Transport } from '#domain/peer-network/transport.port';
import { concatBytes } from '#domain/primitives/bytes';
import { type Clock, delay } from '#domain/primitives/clock.port';
import { invariant } from '#domain/primitives/invariant';
import { accepted, type Result, refused } from '#domain/primitives/result';
import type { SimulatedNetwork } from './simulated-network.ts';
import { SimulatedSession } from './simulated-session.ts';

/** As over TCP: connection and handshake have so long. */
const DIAL_TIMEOUT_MS = 5_000;
/** As over TCP. */
const MAX_INBOUND_SESSIONS = 128;
/** As over TCP. */
const MAX_SESSIONS_PER_ADDRESS = 16;
/** As over TCP. */
const MAX_DIALS = 32;

/** Hears every answer that is given here. */
export type Answered = (command: string, request: unknown, answer: unknown) => void;

/** Carries sessions between simulated places. One for each process of a peer. */
export class SimulatedTransport implements Transport {
  private handlers: SessionHandlers | undefined;
  private readonly open = new Set<SimulatedSession>();
  private dials = 0;

  constructor(
    private readonly network: SimulatedNetwork<SimulatedTransport>,
    readonly place: Endpoint,
    private readonly signer: NodeSigner,
    private readonly clock: Clock,
    private readonly answered: Answered = () => undefined,
  ) {}

  get listening(): Endpoint | undefined {
    return this.handlers === undefined ? undefined : this.place;
  }

  /** Sessions that stand. */
  get sessions(): number {
    return this.open.size;
  }

  async start(handlers: SessionHandlers): Promise<void> {
    invariant(this.network.find(this.place) === undefined, 'one process listens at a place');
    this.handlers = handlers;
    this.network.listen(this.place, this);
  }

  async dial(endpoint: Endpoint, expected: PeerId | undefined): Promise<Result<Session, DialRefusal>> {
    if (this.handlers === undefined) return refused({ code: 'transport-closed', detail: 'not listening' });
    if (this.dials >= MAX_DIALS) return refused({ code: 'too-many-dials', detail: `${MAX_DIALS} at once` });
    this.dials++;
    try {
      return await this.shakeHands(endpoint, expected);
    } finally {
      this.dials--;
    }
  }

  async close(): Promise<void> {
    for (const session of [...this.open]) session.disconnect('leaving');
    this.leave();
  }

  /** The process is killed. Its machine answers what still comes on its sessions with a reset. */
  kill(): void {
    for (const session of [...this.open]) session.abandon();
    this.open.clear();
    this.leave();
  }

  private leave(): void {
    this.network.leave(this.place, this);
    this.handlers = undefined;
  }

  private async shakeHands(endpoint: Endpoint, expected: PeerId | undefined): Promise<Result<Session, DialRefusal>> {
    const { host } = this.place;
    if (this.isCut(endpoint.host)) {
      await delay(this.clock, DIAL_TIMEOUT_MS);
      return refused({ code: 'dial-timeout', detail: 'the way is cut' });
    }
    const thereMs = this.network.latencyMs(host, endpoint.host);
    const backMs = this.network.latencyMs(endpoint.host, host);
    // Connection, and the three messages of the handshake.
    await delay(this.clock, 2 * thereMs + 2 * backMs);
    if (this.isCut(endpoint.host)) return refused({ code: 'dial-timeout', detail: 'the way was cut' });
    const other = this.network.find(endpoint);
    if (other?.handlers === undefined || this.handlers === undefined) {
      return refused({ code: 'connection-refused', detail: 'nobody listens there' });
    }
    if (expected !== undefined && other.signer.peerId !== expected) {
      return refused({ code: 'peer-id-mismatch', detail: other.signer.peerId });
    }
    if (!other.hasRoomFor(host)) return refused({ code: 'connection-refused', detail: 'too many sessions' });
    return accepted(this.connect(endpoint, other));
  }

  private isCut(host: string): boolean {
    return this.network.isCut(this.place.host, host) || this.network.isCut(host, this.place.host);
  }

  private hasRoomFor(host: string): boolean {
    const inbound = [...this.open].filter(({ direction }) => direction === 'inbound');
    const sameAddress = inbound.filter(({ remote }) => remote.host === host).length;
    return inbound.length < MAX_INBOUND_SESSIONS && sameAddress < MAX_SESSIONS_PER_ADDRESS;
  }

  private connect(endpoint: Endpoint, other: SimulatedTransport): SimulatedSession {
    const from: Endpoint = { host: this.place.host, port: this.network.takePort() };
    const handshakeHash = sha256(concatBytes(this.signer.identityKey, other.signer.identityKey));
    const near = this.begin(other, 'outbound', endpoint, handshakeHash);
    const far = other.begin(this, 'inbound', from, handshakeHash);
    near.connect(far);
    far.connect(near);
    other.handlers?.opened(far);
    this.handlers?.opened(near);
    return near;
  }

  private begin(
    { signer, place }: SimulatedTransport,
    direction: Session['direction'],
    remote: Endpoint,
    handshakeHash: Uint8Array,
  ): SimulatedSession {
    const { handlers, network, clock } = this;
    invariant(handlers !== undefined, 'a session begins between started transports');
    const { peerId, identityKey } = signer;
    const session = new SimulatedSession(
      { peerId, identityKey, direction, remote, localHost: this.place.host, handshakeHash },
      {
        network,
        place: this.place,
        otherHost: place.host,
        handlers,
        clock,
        answered: this.answered,
        ended: () => {
          this.open.delete(session);
        },
      },
    );
    this.open.add(session);
    return session;
  }
}
