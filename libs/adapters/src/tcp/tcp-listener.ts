import { createServer, type Server, type Socket } from 'node:net';
import type { Endpoint } from '#domain/peer-network/endpoint';
import type { Log } from '#domain/primitives/log.port';
import { plainHost } from './plain-host.ts';
import { ListenRefusedError } from './transport.errors.ts';

/** Connections that the system keeps for us while we are busy: more than a flood makes in the pause of one block. */
const BACKLOG_CONNECTIONS = 511;

/** A listening socket. Errors after it listens (no file descriptors left, say) are logged and cost one connection. */
export class TcpListener {
  private readonly server: Server;

  constructor(
    onConnection: (socket: Socket) => void,
    private readonly log: Log,
  ) {
    this.server = createServer({ pauseOnConnect: true }, onConnection);
  }

  /** Where it listens; undefined before and after. */
  get endpoint(): Endpoint | undefined {
    const address = this.server.address();
    if (address === null || typeof address === 'string') return undefined;
    return { host: plainHost(address.address), port: address.port };
  }

  /** Resolves when it listens; rejects with a {@link ListenRefusedError}. Port 0 takes any that is free. */
  listen({ host, port }: Endpoint): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = (error: NodeJS.ErrnoException): void => {
        const inUse = error.code === 'EADDRINUSE';
        const errno = error.code ?? error.message;
        reject(
          new ListenRefusedError(
            inUse ? { code: 'port-in-use', host, port } : { code: 'listen-failed', host, port, errno },
          ),
        );
      };
      this.server.once('error', fail);
      this.server.listen({ host, port, backlog: BACKLOG_CONNECTIONS }, () => {
        this.server.off('error', fail);
        this.server.on('error', (error) => this.log.error('the listening socket failed', { error: String(error) }));
        resolve();
      });
    });
  }

  /** Takes no connection any more, and resolves when those it gave out are gone: end them. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
    });
  }
}
