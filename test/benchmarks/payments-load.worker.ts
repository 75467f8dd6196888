import { Agent, request } from 'node:http';
import { parentPort } from 'node:worker_threads';

/** Transactions to hand in; the worker answers with how many milliseconds that took. */
export interface PaymentsOrder {
  readonly port: number;
  readonly token: string;
  readonly connections: number;
  /** Bodies of POST /v1/transactions. */
  readonly bodies: readonly string[];
}

parentPort?.on('message', async ({ port, token, connections, bodies }: PaymentsOrder) => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const post = (body: string) =>
    new Promise<void>((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'content-length': String(body.length),
      };
      const sent = request({ port, host: '127.0.0.1', path: '/v1/transactions', method: 'POST', agent, headers });
      sent.on('error', reject).on('response', (answer) => {
        answer.resume().on('end', resolve);
        if (answer.statusCode !== 201) reject(new Error(`POST /v1/transactions: ${answer.statusCode}`));
      });
      sent.end(body);
    });
  const waiting = [...bodies];
  const begin = performance.now();
  const work = async () => {
    for (let body = waiting.shift(); body !== undefined; body = waiting.shift()) await post(body);
  };
  await Promise.all(Array.from({ length: connections }, work));
  const tookMs = performance.now() - begin;
  agent.destroy();
  parentPort?.postMessage(tookMs);
});
