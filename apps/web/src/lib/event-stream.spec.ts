import { readEvents, type StreamEvent } from './event-stream.ts';

/** A stream whose bytes arrive in pieces of the given size, as sockets deliver them. */
function streamOf(text: string, pieceBytes: number): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  let offset = 0;
  return new ReadableStream({
    pull(controller) {
      if (offset >= bytes.length) controller.close();
      else controller.enqueue(bytes.slice(offset, offset + pieceBytes));
      offset += pieceBytes;
    },
  });
}

async function collect(text: string, pieceBytes: number): Promise<StreamEvent[]> {
  const events: StreamEvent[] = [];
  for await (const event of readEvents(streamOf(text, pieceBytes))) events.push(event);
  return events;
}

const text = [
  'retry: 2000\nid: 6\n\n',
  ': heartbeat\n\n',
  'id: 7\nevent: block.connected\ndata: {"height":7,"memo":"Käse 🧀"}\n\n',
  'id: 8\r\nevent: transaction.opened\r\ndata: {"a":\r\ndata: 1}\r\n\r\n',
  'data: unnamed\n\n',
  'id: 9\nevent: never.finished\ndata: {}\n',
].join('');

describe('the event stream', () => {
  it.each([1, 2, 7, 1_000])('is read the same in pieces of %d bytes', async (pieceBytes) => {
    expect(await collect(text, pieceBytes)).toEqual([
      { id: '6', name: 'message', data: '' },
      { id: '7', name: 'block.connected', data: '{"height":7,"memo":"Käse 🧀"}' },
      { id: '8', name: 'transaction.opened', data: '{"a":\n1}' },
      { id: undefined, name: 'message', data: 'unnamed' },
    ]);
  });

  it('is given up when it falls silent without ending', async () => {
    const silent = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode('id: 1\ndata: {}\n\n')),
    });
    const heard: StreamEvent[] = [];
    const listening = (async () => {
      for await (const event of readEvents(silent, 20)) heard.push(event);
    })();
    await expect(listening).rejects.toThrow('silent');
    expect(heard).toHaveLength(1);
  });
});
