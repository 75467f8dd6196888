import { connect } from 'node:net';

/** What this process is asked to do; it answers with the number of answers that it got in that time. */
export interface LoadOrder {
  readonly port: number;
  readonly path: string;
  readonly connections: number;
  readonly durationMs: number;
}

process.on('message', async (order: LoadOrder) => {
  const deadlineMs = performance.now() + order.durationMs;
  const counts = await Promise.all(Array.from({ length: order.connections }, () => load(order, deadlineMs)));
  process.send?.(counts.reduce((sum, count) => sum + count, 0));
});

/** One connection that is kept: one call after another, each when the answer before it has come whole. */
function load({ port, path }: LoadOrder, deadlineMs: number): Promise<number> {
  const request = `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`;
  return new Promise((resolve, reject) => {
    let answers = 0;
    let missing = -1;
    let head = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      if (missing < 0) {
        head += chunk.toString('latin1');
        const end = head.indexOf('\r\n\r\n');
        if (end < 0) return;
        if (!head.startsWith('HTTP/1.1 200 ')) return socket.destroy(new Error(head.slice(0, end)));
        const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
        missing = end + 4 + length - head.length;
        head = '';
      } else missing -= chunk.length;
      if (missing > 0) return;
      missing = -1;
      answers++;
      if (performance.now() < deadlineMs) socket.write(request);
      else socket.end();
    });
    socket.on('close', () => resolve(answers)).on('error', reject);
  });
}
