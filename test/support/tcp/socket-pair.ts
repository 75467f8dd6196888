import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** Two ends of a TCP connection on loopback: whoever dialled, then whoever listened. For tests. */
export async function socketPair(): Promise<[Socket, Socket]> {
  const server = createServer({ allowHalfOpen: false });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const accepted = once(server, 'connection');
  const dialled = connect(address.port, '127.0.0.1');
  const [[listening]] = (await Promise.all([accepted, once(dialled, 'connect')])) as [[Socket], unknown];
  server.close();
  return [dialled, listening];
}
