import { once } from 'node:events';
import { createServer } from 'node:net';

/** Two ports of 127.0.0.1 on which nobody listened a moment ago, for nodes that must know each other's beforehand. */
export async function freePorts(): Promise<[number, number]> {
  const servers = [createServer(), createServer()];
  const ports: number[] = [];
  for (const server of servers) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    ports.push(address.port);
  }
  for (const server of servers) server.close();
  return ports as [number, number];
}
