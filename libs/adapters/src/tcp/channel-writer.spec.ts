import type { Socket } from 'node:net';
import { Writable } from 'node:stream';
import { destroySocketPairs, socketPair } from '../../../../test/support/tcp/socket-pair.ts';
import { ChannelWriter } from './channel-writer.ts';
import { FrameFlag } from './frame.ts';
import { NoiseCipherState } from './noise-cipher-state.ts';
import { NoiseTransport } from './noise-transport.ts';

const SOCKET_WINDOW_AND_ONE_MESSAGE_BYTES = 262_144 + 65_537;

describe('what goes out on a channel', () => {
  afterEach(destroySocketPairs);

  it('waits as shared frames, not as ciphertext, for a peer that reads slowly', async () => {
    const [socket] = await socketPair();
    const key = () => new NoiseCipherState(Buffer.alloc(32, 9));
    const writer = new ChannelWriter(socket, new NoiseTransport(key(), key()), {
      maxQueuedWriteBytes: 64_000_000,
      writeStallTimeoutMs: 10_000,
      onFailure: () => undefined,
    });
    const payload = new Uint8Array(1_000_000);
    for (let i = 0; i < 32; i++) writer.send({ command: 1, flags: FrameFlag.oneWay, correlation: i, payload });
    for (let turn = 0; turn < 50; turn++) {
      await new Promise((resolve) => setImmediate(resolve));
      expect(socket.writableLength).toBeLessThanOrEqual(SOCKET_WINDOW_AND_ONE_MESSAGE_BYTES);
    }
    expect(writer.queuedBytes).toBeGreaterThan(10_000_000);
    writer.stop();
    expect(writer.queuedBytes).toBeLessThanOrEqual(SOCKET_WINDOW_AND_ONE_MESSAGE_BYTES);
  });

  it('is not taken for stalled while a peer reads on, though something always waits for it', async () => {
    const slowly = (_chunk: unknown, _encoding: unknown, done: () => void) => setImmediate(() => setImmediate(done));
    const socket = new Writable({ write: slowly });
    const key = () => new NoiseCipherState(Buffer.alloc(32, 9));
    const closings: string[] = [];
    const writer = new ChannelWriter(socket as Socket, new NoiseTransport(key(), key()), {
      maxQueuedWriteBytes: 64_000_000,
      writeStallTimeoutMs: 5_000,
      onFailure: ({ code }) => closings.push(code),
    });
    let windows = 0;
    socket.on('drain', () => {
      windows++;
    });
    while (windows < 20 && closings.length === 0) {
      const payload = new Uint8Array(50_000);
      while (writer.queuedBytes < 1_000_000)
        writer.send({ command: 1, flags: FrameFlag.oneWay, correlation: 0, payload });
      await new Promise((resolve) => setImmediate(resolve));
    }
    writer.stop();
    expect(closings).toEqual([]);
  });
});
