import type { Socket } from 'node:net';
import type { Endpoint } from '#domain/peer-network/endpoint';
import type { Log } from '#domain/primitives/log.port';
import type { StratumPool } from '#domain/stratum/stratum-pool';
import { TcpListener } from '../tcp/tcp-listener.ts';
import { MAX_CONNECTIONS, MAX_CONNECTIONS_PER_ADDRESS } from './stratum-limits.ts';
import { STRATUM_TIMEOUTS, StratumSession, type StratumTimeouts } from './stratum-session.ts';

export interface StratumServerOptions {
  readonly pool: StratumPool;
  readonly log: Log;
  readonly timeouts?: StratumTimeouts;
}

/** Stratum v1 over TCP. */
export class StratumServer {
  private readonly listener: TcpListener;
  private readonly sessions = new Set<StratumSession>();

  constructor(private readonly options: StratumServerOptions) {
    this.listener = new TcpListener((socket) => this.take(socket), options.log);
  }

  /** Where it listens; undefined before and after. */
  get endpoint(): Endpoint | undefined {
    return this.listener.endpoint;
  }

  get connections(): number {
    return this.sessions.size;
  }

  /** Resolves when miners can connect; rejects with a ListenRefusedError. Port 0 takes any that is free. */
  async listen(endpoint: Endpoint): Promise<void> {
    await this.options.pool.start();
    await this.listener.listen(endpoint);
  }

  /** Takes no more miners and ends those that are here. */
  async close(): Promise<void> {
    const closed = this.listener.endpoint === undefined ? undefined : this.listener.close();
    for (const session of this.sessions) session.end('the server stops');
    await closed;
    await this.options.pool.stop();
  }

  private take(socket: Socket): void {
    if (!this.hasRoomFor(socket.remoteAddress ?? '')) {
      socket.destroy();
      return;
    }
    const { pool, log, timeouts = STRATUM_TIMEOUTS } = this.options;
    this.sessions.add(new StratumSession(socket, pool, log, timeouts, (ended) => this.sessions.delete(ended)));
  }

  /** When all places are taken, the oldest of those that have not said whom they mine for goes. */
  private hasRoomFor(address: string): boolean {
    const all = [...this.sessions];
    const ofAddress = all.filter((session) => session.address === address).length;
    if (!isLoopback(address) && ofAddress >= MAX_CONNECTIONS_PER_ADDRESS) return false;
    if (all.length < MAX_CONNECTIONS) return true;
    const silent = all.find((session) => !session.isAuthorised);
    if (silent === undefined) return false;
    this.sessions.delete(silent);
    silent.end('its place is needed');
    return true;
  }
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.');
}
