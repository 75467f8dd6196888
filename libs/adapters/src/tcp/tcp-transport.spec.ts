import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { Endpoint } from '#domain/peer-network/endpoint';
import type { DialRefusal, Session } from '#domain/peer-network/transport.port';
import { type Hash, ZERO_HASH } from '#domain/primitives/hash';
import { SILENT_LOG } from '#domain/primitives/log.port';
import type { Result } from '#domain/primitives/result';
import { RecordingHandlers } from '#test/tcp/recording-handlers';
import { STATUS } from '#test/tcp/session-pair';
import { until } from '#test/until';
import { generateNodeIdentity } from './node-identity.ts';
import { TcpTransport, type TcpTransportOptions } from './tcp-transport.ts';

const ANY_PORT: Endpoint = { host: '127.0.0.1', port: 0 };
const OTHER_NETWORK = 'ab'.repeat(32) as Hash;
const NOBODY = '00'.repeat(32) as never;

describe('a TCP transport', () => {
  const transports: TcpTransport[] = [];
  const sockets: Socket[] = [];

  const create = (changes: Partial<TcpTransportOptions> = {}): TcpTransport => {
    const identity = generateNodeIdentity();
    const transport = new TcpTransport({ identity, genesisHash: ZERO_HASH, log: SILENT_LOG, ...changes });
    transports.push(transport);
    return transport;
  };

  /** A started transport that listens. */
  const listening = async (changes: Partial<TcpTransportOptions> = {}) => {
    const [transport, handlers] = [create({ listen: ANY_PORT, ...changes }), new RecordingHandlers()];
    await transport.start(handlers);
    return { transport, handlers, endpoint: transport.listening as Endpoint };
  };

  /** A started transport that only dials. */
  const dialling = async (changes: Partial<TcpTransportOptions> = {}) => {
    const [transport, handlers] = [create(changes), new RecordingHandlers()];
    await transport.start(handlers);
    return { transport, handlers };
  };

  const rawSocket = ({ host, port }: Endpoint): Socket => {
    const socket = connect(port, host);
    socket.on('error', () => undefined);
    socket.resume();
    sockets.push(socket);
    return socket;
  };

  const sessionOf = (dialled: Result<Session, DialRefusal>): Session => {
    if (!dialled.ok) throw new Error(dialled.refusal.code);
    return dialled.value;
  };

  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await Promise.all(transports.splice(0).map((transport) => transport.close()));
  });

  it('makes a session between who dials and who listens', async () => {
    const [a, b] = [await listening(), await dialling()];
    b.handlers.answer = async () => ({ ok: true, value: { command: 'HCKACK', ...STATUS, height: 2 } });
    const session = sessionOf(await b.transport.dial(a.endpoint, undefined));
    await until(() => a.handlers.sessions.length === 1);
    const [other] = a.handlers.sessions as [Session];
    expect([session.direction, other.direction]).toEqual(['outbound', 'inbound']);
    expect(session.remote).toEqual(a.endpoint);
    expect(other.remote.host).toBe('127.0.0.1');
    expect(b.handlers.sessions).toEqual([session]);
    expect(await other.request('HCK', STATUS, 5_000)).toMatchObject({ ok: true, value: { height: 2 } });
  });

  it('listens on any free port when told 0, and nowhere when told nothing', async () => {
    const { endpoint } = await listening();
    expect(endpoint.port).toBeGreaterThan(0);
    expect((await dialling()).transport.listening).toBeUndefined();
  });

  it('refuses to start on a port that is taken, and says so', async () => {
    const { endpoint } = await listening();
    const second = create({ listen: endpoint });
    await expect(second.start(new RecordingHandlers())).rejects.toMatchObject({
      refusal: { code: 'port-in-use', ...endpoint },
    });
    const nowhere = create({ listen: { host: '192.0.2.1', port: 0 } });
    await expect(nowhere.start(new RecordingHandlers())).rejects.toMatchObject({
      refusal: { code: 'listen-failed', errno: 'EADDRNOTAVAIL' },
    });
  });

  it('tells why a dial made no session', async () => {
    const { endpoint } = await listening();
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const nobody = { host: '127.0.0.1', port: (closed.address() as { port: number }).port };
    closed.close();
    const { transport } = await dialling();
    const codeOf = async (dialled: Promise<Result<Session, DialRefusal>>) => {
      const result = await dialled;
      return result.ok ? 'a session' : result.refusal.code;
    };
    expect(await codeOf(transport.dial(nobody, undefined))).toBe('connection-refused');
    expect(await codeOf(transport.dial(endpoint, NOBODY))).toBe('peer-id-mismatch');
    for (const port of [0, 70_000, 1.5]) {
      expect(await codeOf(transport.dial({ host: '127.0.0.1', port }, undefined))).toBe('endpoint-invalid');
    }
    expect(await codeOf(transport.dial({ host: '', port: 9 }, undefined))).toBe('endpoint-invalid');
    expect(await codeOf(transport.dial({ host: 'no such host', port: 9 }, undefined))).toBe('connection-lost');
    const stranger = await dialling({ genesisHash: OTHER_NETWORK });
    expect(await codeOf(stranger.transport.dial(endpoint, undefined))).toMatch(/^preamble-(genesis|refused)$/);
    expect(await codeOf(create().dial(endpoint, undefined))).toBe('transport-closed');
  });

  it('holds no session with itself', async () => {
    const identity = generateNodeIdentity();
    const { endpoint } = await listening({ identity });
    const { transport, handlers } = await dialling({ identity });
    expect(await transport.dial(endpoint, undefined)).toMatchObject({ ok: false, refusal: { code: 'peer-is-self' } });
    expect(handlers.sessions).toEqual([]);
  });

  it('gives up a dial that leads to silence', async () => {
    const silent = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as { port: number };
    const { transport } = await dialling({ handshakeTimeoutMs: 50 });
    const dialled = await transport.dial({ host: '127.0.0.1', port }, undefined);
    expect(dialled).toMatchObject({ ok: false, refusal: { code: 'handshake-timeout' } });
    silent.close();
  });

  it('dials few at once', async () => {
    const { endpoint } = await listening();
    const { transport } = await dialling();
    const dialled = await Promise.all([...new Array(40)].map(() => transport.dial(endpoint, undefined)));
    expect(dialled.filter(({ ok }) => ok).length).toBe(32);
    expect(dialled.at(-1)).toMatchObject({ refusal: { code: 'too-many-dials' } });
  });

  it('says goodbye to all when it closes, and keeps none', async () => {
    const [a, b] = [await listening(), await dialling()];
    sessionOf(await b.transport.dial(a.endpoint, undefined));
    await until(() => a.handlers.sessions.length === 1);
    rawSocket(a.endpoint);
    await until(() => a.transport.pendingCount === 1);
    const startedMs = performance.now();
    await a.transport.close();
    // Whoever is still shaking hands would have 5 s for it.
    expect(performance.now() - startedMs).toBeLessThan(3_000);
    expect(a.handlers.closings.map(({ reason }) => reason)).toEqual(['leaving']);
    await until(() => b.handlers.closings.length === 1);
    expect(b.handlers.closings[0]?.reason).toBe('closed-by-peer: leaving');
    expect(a.transport.listening).toBeUndefined();
    expect(await b.transport.dial(a.endpoint, undefined)).toMatchObject({
      refusal: { code: 'connection-refused', detail: 'nobody listens there' },
    });
    expect(await a.transport.dial(a.endpoint, undefined)).toMatchObject({ refusal: { code: 'transport-closed' } });
  });

  it('gives a place back when a connection says nothing, and when a session ends', async () => {
    const { transport, handlers, endpoint } = await listening({ handshakeTimeoutMs: 100, maxInboundSessions: 1 });
    const silent = [...new Array(60)].map(() => rawSocket(endpoint));
    await Promise.all(silent.map((socket) => new Promise((resolve) => socket.once('close', resolve))));
    const [first, second] = [await dialling(), await dialling()];
    const session = sessionOf(await first.transport.dial(endpoint, undefined));
    await until(() => transport.sessionCount === 1);
    expect(await second.transport.dial(endpoint, undefined)).toMatchObject({ refusal: { code: 'connection-lost' } });
    session.disconnect('leaving');
    await until(() => handlers.closings.length === 1);
    expect(await second.transport.dial(endpoint, undefined)).toMatchObject({ ok: true });
  });

  it('tells one that came too late for the last place why it has none', async () => {
    const { handlers, endpoint } = await listening({ maxInboundSessions: 1 });
    const dialled = await Promise.all(
      [await dialling(), await dialling()].map(async ({ transport, handlers: own }) => {
        const result = await transport.dial(endpoint, undefined);
        await until(() => !result.ok || own.closings.length === 1 || handlers.sessions.length === 2);
        return own;
      }),
    );
    await until(() => dialled.flatMap(({ closings }) => closings).length === 1);
    expect(dialled.flatMap(({ closings }) => closings)[0]?.reason).toBe('closed-by-peer: too-many-sessions');
  });
});
