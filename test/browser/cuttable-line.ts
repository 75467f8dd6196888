import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A line to a peer that a test can cut: a TCP relay on a free port of this machine. */
export class CuttableLine {
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly http: string,
  ) {}

  static async to(http: string): Promise<CuttableLine> {
    const { hostname, port } = new URL(http);
    const server = createServer((near) => line.relay(near, connect(Number(port), hostname)));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
    const line = new CuttableLine(server, `http://127.0.0.1:${address.port}`);
    return line;
  }

  /** Cuts every connection there is; new ones may be made at once. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.cut();
    this.server.close();
    await once(this.server, 'close');
  }

  private relay(near: Socket, far: Socket): void {
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(from);
      from.on('error', () => from.destroy());
      from.on('close', () => {
        this.sockets.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  }
}
