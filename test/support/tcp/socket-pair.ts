import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

const openSockets = new Set<Socket>();

/** Two ends of a TCP connection on loopback: whoever dialled, then whoever listened. */
export async function socketPair(): Promise<[Socket, Socket]> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const accepted = once(server, 'connection');
  const dialled = connect(address.port, '127.0.0.1');
  const [[listening]] = (await Promise.all([accepted, once(dialled, 'connect')])) as [[Socket], unknown];
  server.close();
  for (const socket of [dialled, listening]) {
    openSockets.add(socket);
    socket.once('close', () => openSockets.delete(socket));
  }
  return [dialled, listening];
}

/** For `afterEach`: no socket of a test outlives it. */
export function destroySocketPairs(): void {
  for (const socket of openSockets) {
    socket.on('error', () => undefined);
    socket.destroy();
  }
}
