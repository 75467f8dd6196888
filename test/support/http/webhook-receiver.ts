import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { until } from '../until.ts';

/** A busy machine and retries with waits between them. */
const DEADLINE_MS = 30_000;

export interface Delivery {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** When it came, by `performance.now()`. */
  readonly atMs: number;
  readonly event: { readonly id: number; readonly type: string; readonly data: Readonly<Record<string, unknown>> };
}

/** Somebody's service that takes webhooks, over real sockets, and checks signatures with the convention's own library. */
export class WebhookReceiver {
  /** What was taken with 2xx, in the order it came. */
  readonly taken: Delivery[] = [];
  /** Whatever came. */
  readonly seen: Delivery[] = [];
  /** What it answers: a status, `hang` for nothing at all, `cut` to hang up. */
  answer: (delivery: Delivery) => number | 'hang' | 'cut' = () => 204;
  /** The `Retry-After` of refusals. */
  retryAfter: string | undefined;
  private server: Server | undefined;
  private port = 0;

  static async start(): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver();
    await receiver.listen();
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/cheese`;
  }

  /** Begins to listen, after {@link close} at the same port. */
  async listen(): Promise<void> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8');
        const delivery = { headers: request.headers, body, atMs: performance.now(), event: JSON.parse(body) };
        this.seen.push(delivery);
        const answer = this.answer(delivery);
        if (answer === 'hang') return;
        if (answer === 'cut') {
          request.socket.destroy();
          return;
        }
        if (answer < 300) this.taken.push(delivery);
        response.writeHead(answer, this.headersOf(answer)).end();
      });
    });
    this.server = server.listen(this.port, '127.0.0.1');
    await once(server, 'listening');
    this.port = (server.address() as AddressInfo).port;
  }

  private headersOf(status: number): Record<string, string> {
    if (status >= 300 && status < 400) return { location: '/elsewhere' };
    return status >= 400 && this.retryAfter !== undefined ? { 'retry-after': this.retryAfter } : {};
  }

  /** Waits until this many deliveries were taken. */
  async take(count: number): Promise<Delivery[]> {
    await until(() => this.taken.length >= count, DEADLINE_MS);
    return this.taken;
  }

  async close(): Promise<void> {
    const { server } = this;
    if (server?.listening !== true) return;
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
}

/** Whether a receiver that knows this secret would believe a delivery. */
export function isSigned({ headers, body }: Delivery, secret: string): boolean {
  try {
    new Webhook(secret).verify(body, headers as Record<string, string>);
    return true;
  } catch {
    return false;
  }
}
