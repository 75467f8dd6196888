import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Endpoint } from '#adapters/configuration/endpoint';
import { formatEndpoint } from '#adapters/configuration/endpoint';
import { type Check, fail, ok } from './check.ts';

/** One port that a peer listens on. */
export interface Door extends Endpoint {
  readonly name: string;
  /** The variable that changes it. */
  readonly variable: string;
}

/** Whether a peer can listen there. `isRunning`: the peer itself answers, so the port is expected to be taken. */
export async function checkPort({ name, variable, ...endpoint }: Door, isRunning: boolean): Promise<Check> {
  const where = formatEndpoint(endpoint);
  if (endpoint.port === 0) return ok(name, 'The system chooses a free one.');
  const code = await tryToListen(endpoint);
  if (code === undefined && isRunning)
    return fail(name, `The peer runs, but nobody listens on ${where}.`, 'Look in its log.');
  if (code === undefined) return ok(name, `${where} is free.`);
  if (code === 'EADDRINUSE' && isRunning) return ok(name, `${where} is this peer's.`);
  if (code === 'EADDRINUSE') {
    return fail(name, `Another program has ${where}.`, `End that program, or choose another port with ${variable}.`);
  }
  return fail(name, `Nobody can listen on ${where} (${code}).`, `Change ${variable}, or the address beside it.`);
}

/** Why it cannot be listened there; undefined when it can. */
async function tryToListen({ host, port }: Endpoint): Promise<string | undefined> {
  const server = createServer();
  try {
    server.listen({ host, port, exclusive: true });
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown';
  }
}
