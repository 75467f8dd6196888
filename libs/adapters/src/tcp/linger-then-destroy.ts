import type { Socket } from 'node:net';

/**
 * How long a goodbye may take to leave. Long enough for a round trip around the world and a queue of some megabytes,
 * short enough that a peer which reads nothing doesn't hold a socket.
 */
export const CLOSE_LINGER_MS = 2_000;

/**
 * For a socket that is about to be ended: whatever still comes in is read and thrown away (bytes left unread would
 * turn our FIN into a reset, which destroys a goodbye on its way), and after {@link CLOSE_LINGER_MS} the socket is
 * destroyed whatever the other side does. Take your own `data` listener away first, and call `end` yourself.
 */
export function lingerThenDestroy(socket: Socket): void {
  if (socket.destroyed) return;
  const timer = setTimeout(() => socket.destroy(), CLOSE_LINGER_MS);
  socket.once('close', () => clearTimeout(timer));
  socket.resume();
}
