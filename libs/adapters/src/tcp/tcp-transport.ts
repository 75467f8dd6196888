import { connect, type Socket } from 'node:net';
import type { Endpoint } from '#domain/peer-network/endpoint';
import type { PeerId } from '#domain/peer-network/peer-id';
import type { DialRefusal, Session, SessionHandlers, Transport } from '#domain/peer-network/transport.port';
import type { Hash } from '#domain/primitives/hash';
import { invariant } from '#domain/primitives/invariant';
import type { Log } from '#domain/primitives/log.port';
import { accepted, type Result, refused } from '#domain/primitives/result';
import { maxPayloadBytes } from '../wire/protocol.ts';
import {
  type ConnectionPlace,
  ConnectionPlaces,
  MAX_INBOUND_SESSIONS,
  MAX_SESSIONS_PER_ADDRESS,
} from './connection-places.ts';
import { dialRefusalOf } from './dial-refusal.ts';
import type { NodeIdentity } from './node-identity.ts';
import type { OpenChannelRefusal } from './open-channel.errors.ts';
import { type OpenSecureChannelOptions, openSecureChannel } from './open-secure-channel.ts';
import { plainHost } from './plain-host.ts';
import type { SecureChannel } from './secure-channel.ts';
import { TcpListener } from './tcp-listener.ts';
import { TcpSession } from './tcp-session.ts';

/** Dials under way at once: a node with eight peers of its own choice needs few, and each costs a socket for 5 s. */
const MAX_DIALS = 32;

export interface TcpTransportOptions {
  readonly identity: NodeIdentity;
  readonly genesisHash: Hash;
  readonly log: Log;
  /** Where to listen, port 0 for any that is free; without it this node only dials. */
  readonly listen?: Endpoint;
  /** Sessions that others may hold with this node; {@link MAX_INBOUND_SESSIONS} when not given. */
  readonly maxInboundSessions?: number;
  /** Of those, how many one public address may hold; see `connection-places.ts`. */
  readonly maxSessionsPerAddress?: number;
  /** For tests; see `open-secure-channel.ts`. */
  readonly handshakeTimeoutMs?: number;
  readonly idleTimeoutMs?: number;
}

/** Carries sessions over TCP: listens, dials, keeps the number of connections bounded. */
export class TcpTransport implements Transport {
  private readonly listener: TcpListener;
  private readonly places: ConnectionPlaces;
  private readonly sessions = new Set<TcpSession>();
  /** Sockets that are not a session yet. */
  private readonly pending = new Set<Socket>();
  /** Bytes of sessions that have ended. */
  private readonly ended = { bytesIn: 0, bytesOut: 0 };
  private dials = 0;
  private handlers: SessionHandlers | undefined;
  private state: 'new' | 'started' | 'closed' = 'new';

  constructor(private readonly options: TcpTransportOptions) {
    const { maxInboundSessions = MAX_INBOUND_SESSIONS, maxSessionsPerAddress = MAX_SESSIONS_PER_ADDRESS } = options;
    this.places = new ConnectionPlaces({ maxInboundSessions, maxSessionsPerAddress });
    this.listener = new TcpListener((socket) => void this.receive(socket), options.log);
  }

  get listening(): Endpoint | undefined {
    return this.listener.endpoint;
  }

  /** Sessions that stand, made from either side. */
  get sessionCount(): number {
    return this.sessions.size;
  }

  /** Bytes of all sessions since the start, as they stood on the wire. */
  get traffic(): { readonly bytesIn: number; readonly bytesOut: number } {
    let { bytesIn, bytesOut } = this.ended;
    for (const session of this.sessions) {
      bytesIn += session.bytesIn;
      bytesOut += session.bytesOut;
    }
    return { bytesIn, bytesOut };
  }

  /** Connections that are not yet a session, made from either side. */
  get pendingCount(): number {
    return this.pending.size;
  }

  /** Throws a ListenRefusedError when the port is taken, or not to be had for another reason. */
  async start(handlers: SessionHandlers): Promise<void> {
    invariant(this.state === 'new', 'a transport is started once');
    this.handlers = handlers;
    this.state = 'started';
    const { listen } = this.options;
    if (listen !== undefined) await this.listener.listen(listen);
  }

  /** Resolves within the handshake timeout (5 s), which covers name, connection and handshake. */
  async dial(endpoint: Endpoint, expected: PeerId | undefined): Promise<Result<Session, DialRefusal>> {
    if (this.state !== 'started') return refused(dialRefusalOf({ code: 'transport-closed' }));
    if (this.dials >= MAX_DIALS) return refused(dialRefusalOf({ code: 'too-many-dials', limit: MAX_DIALS }));
    const { host, port } = endpoint;
    // Node would take an empty host for this machine, and throw on other ports.
    if (host === '' || !Number.isInteger(port) || port < 1 || port > 65_535) {
      return refused(dialRefusalOf({ code: 'endpoint-invalid' }));
    }
    this.dials++;
    try {
      const options = expected === undefined ? {} : { expectedPeerId: expected };
      const opened = await this.open(connect({ host, port }), 'initiator', options);
      if (!opened.ok) return refused(dialRefusalOf(opened.refusal));
      return accepted(this.begin(opened.value, undefined));
    } finally {
      this.dials--;
    }
  }

  /** Says goodbye to all and resolves when every socket is gone, within 2 s or so. */
  async close(): Promise<void> {
    if (this.state !== 'started') return;
    this.state = 'closed';
    const listenerClosed = this.listener.close();
    for (const socket of this.pending) socket.destroy();
    await Promise.all([...this.sessions].map((session) => session.leave('leaving')));
    await listenerClosed;
  }

  /** A connection from outside. Never rejects. */
  private async receive(socket: Socket): Promise<void> {
    socket.on('error', () => undefined);
    const taken = this.places.take(plainHost(socket.remoteAddress ?? ''));
    if ('refusal' in taken) {
      this.options.log.debug('a connection was refused', { code: taken.refusal.code, limit: taken.refusal.limit });
      // Reset, not FIN: nothing of a flood is kept, not even in TIME_WAIT.
      socket.resetAndDestroy();
      return;
    }
    try {
      await this.welcome(socket, taken.place);
    } catch (error) {
      taken.place.release();
      socket.destroy();
      this.options.log.error('a connection could not be taken', { error: String(error) });
    }
  }

  private async welcome(socket: Socket, place: ConnectionPlace): Promise<void> {
    const opened = await this.open(socket, 'responder', {});
    if (!opened.ok) {
      place.release();
      this.options.log.debug('no session with a connection', { code: opened.refusal.code });
      return;
    }
    const full = place.becomeSession();
    const session = this.begin(opened.value, place);
    if (full !== undefined) session.disconnect(full.code);
  }

  private async open(
    socket: Socket,
    role: OpenSecureChannelOptions['role'],
    expected: { readonly expectedPeerId?: PeerId },
  ): Promise<Result<SecureChannel, OpenChannelRefusal>> {
    const { identity, genesisHash, handshakeTimeoutMs, idleTimeoutMs } = this.options;
    this.pending.add(socket);
    try {
      return await openSecureChannel({
        socket,
        role,
        identity,
        genesisHash,
        maxPayloadBytes,
        ...expected,
        ...(handshakeTimeoutMs === undefined ? {} : { handshakeTimeoutMs }),
        ...(idleTimeoutMs === undefined ? {} : { idleTimeoutMs }),
      });
    } finally {
      this.pending.delete(socket);
    }
  }

  private begin(channel: SecureChannel, place: ConnectionPlace | undefined): TcpSession {
    const { handlers } = this;
    invariant(handlers !== undefined, 'sessions begin on a started transport');
    const session = new TcpSession(channel, {
      handlers,
      log: this.options.log,
      onEnd: () => {
        this.sessions.delete(session);
        this.ended.bytesIn += session.bytesIn;
        this.ended.bytesOut += session.bytesOut;
        place?.release();
      },
    });
    this.sessions.add(session);
    session.start();
    if (this.state === 'closed') session.disconnect('leaving');
    return session;
  }
}
