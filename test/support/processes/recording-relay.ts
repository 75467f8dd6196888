import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** One direction of one connection, as it was on the wire. */
export interface Recording {
  readonly name: string;
  readonly from: 'initiator' | 'responder';
  readonly bytes: Buffer;
}

/**
 * A wiretap: listens where others are told that a program listens, passes every byte on to where it really does, and
 * keeps a copy.
 */
export class RecordingRelay {
  private readonly recorded: { readonly from: Recording['from']; readonly chunks: Buffer[] }[] = [];
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly name: string,
    private readonly server: Server,
    /** host:port to dial instead of the program's own. */
    readonly address: string,
  ) {}

  /** @param target port of 127.0.0.1 that is listened on now or later */
  static async start(name: string, target: number): Promise<RecordingRelay> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
    const relay = new RecordingRelay(name, server, `127.0.0.1:${address.port}`);
    server.on('connection', (dialled) => relay.join(dialled, connect(target, '127.0.0.1')));
    return relay;
  }

  get recordings(): Recording[] {
    return this.recorded.map(({ from, chunks }) => ({ name: this.name, from, bytes: Buffer.concat(chunks) }));
  }

  get port(): number {
    return Number(this.address.split(':')[1]);
  }

  close(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }

  private join(dialled: Socket, listening: Socket): void {
    this.pass('initiator', dialled, listening);
    this.pass('responder', listening, dialled);
  }

  private pass(from: Recording['from'], source: Socket, target: Socket): void {
    const chunks: Buffer[] = [];
    this.recorded.push({ from, chunks });
    this.sockets.add(source);
    source.setNoDelay(true);
    source.on('data', (chunk: Buffer) => chunks.push(chunk));
    source.on('error', () => target.destroy());
    source.on('close', () => {
      this.sockets.delete(source);
      target.destroy();
    });
    source.pipe(target);
  }
}
