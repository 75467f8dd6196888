import type { Socket } from 'node:net';
import { ChannelRecorder } from '../../../../test/support/tcp/channel-recorder.ts';
import { rawPeerAndChannel } from '../../../../test/support/tcp/raw-peer.ts';
import { destroySocketPairs } from '../../../../test/support/tcp/socket-pair.ts';
import { until } from '../../../../test/support/until.ts';
import { type Frame, FrameFlag } from './frame.ts';

const frame = (command: number, payload: Uint8Array): Frame => ({
  command,
  flags: FrameFlag.oneWay,
  correlation: 0,
  payload,
});
const small = (value: number) => frame(1, Uint8Array.of(value));

describe('a secure channel with a hostile peer', () => {
  afterEach(destroySocketPairs);

  it('ends with decrypt-failed, at once and without an answer, when a message was changed', async () => {
    const [peer, channel] = await rawPeerAndChannel();
    const recorder = new ChannelRecorder(channel, () => frame(11, new Uint8Array(1)));
    const bytes = peer.seal(small(1));
    bytes[7] = (bytes[7] as number) ^ 0x10;
    const answer = peer.readToEnd();
    peer.socket.write(bytes);
    expect(await recorder.closing).toEqual({ code: 'decrypt-failed' });
    expect(await answer).toHaveLength(0);
    expect(recorder.frames).toEqual([]);
  });

  it('leaves the sender of an oversized frame with a goodbye', async () => {
    const [peer, channel] = await rawPeerAndChannel({
      maxPayloadBytes: (command) => (command === 1 ? 100 : undefined),
    });
    const recorder = new ChannelRecorder(channel, (closing) => frame(11, Buffer.from(closing.code)));
    const header = Buffer.alloc(10);
    header.writeUInt32LE(101, 0);
    header[4] = 1;
    header[5] = FrameFlag.request;
    const answer = peer.readToEnd();
    peer.socket.write(peer.sealPlaintext(header));
    const closing = { code: 'frame-too-long', command: 1, payloadBytes: 101, maxPayloadBytes: 100 };
    expect(await recorder.closing).toEqual(closing);
    expect((await answer).subarray(10).toString()).toBe('frame-too-long');
  });

  it.each([
    ['ends inside a frame', 'stream-truncated', (socket: Socket) => socket.end()],
    ['resets inside a frame', 'connection-lost', (socket: Socket) => socket.resetAndDestroy()],
  ])('survives a peer that %s', async (_, code, leave) => {
    const [peer, channel] = await rawPeerAndChannel();
    const recorder = new ChannelRecorder(channel);
    const frameBytes = peer.seal(small(1), small(2));
    peer.socket.write(Buffer.concat([frameBytes, peer.sealPlaintext(Buffer.of(200, 0, 0, 0, 1))]));
    await until(() => recorder.frames.length === 2);
    leave(peer.socket);
    expect((await recorder.closing).code).toBe(code);
    expect(channel.isOpen).toBe(false);
    await channel.close();
  });

  it('leaves a peer that is silent, or that sends only beginnings of messages', async () => {
    const [peer, channel] = await rawPeerAndChannel({ idleTimeoutMs: 150 });
    const recorder = new ChannelRecorder(channel);
    const bytes = peer.seal(frame(1, new Uint8Array(5000)));
    let sent = 0;
    const timer = setInterval(() => peer.socket.write(bytes.subarray(sent, ++sent)), 10);
    peer.socket.resume();
    expect(await recorder.closing).toEqual({ code: 'idle-timeout', idleTimeoutMs: 150 });
    clearInterval(timer);
    peer.socket.destroy();
  });

  it('drops a peer that reads nothing when too much waits for it', async () => {
    const [peer, channel] = await rawPeerAndChannel({ maxQueuedWriteBytes: 1_000_000 });
    const recorder = new ChannelRecorder(channel);
    let sent = 0;
    while (channel.send(frame(2, new Uint8Array(100_000)))) sent += 1;
    expect(sent).toBeLessThan(100);
    expect(await recorder.closing).toMatchObject({ code: 'write-queue-overflow', maxQueuedWriteBytes: 1_000_000 });
    expect(channel.queuedBytes).toBe(0);
    expect(await channel.whenWritable()).toBe(false);
    peer.socket.destroy();
  });

  it('drops a peer that has stopped reading, though little waits for it', async () => {
    const [peer, channel] = await rawPeerAndChannel({ writeStallTimeoutMs: 150, maxQueuedWriteBytes: 64_000_000 });
    const recorder = new ChannelRecorder(channel);
    for (let i = 0; i < 200; i++) channel.send(frame(2, new Uint8Array(100_000)));
    const writable = channel.whenWritable();
    expect(await recorder.closing).toEqual({ code: 'write-stalled', writeStallTimeoutMs: 150 });
    expect(await writable).toBe(false);
    peer.socket.destroy();
  });

  it('drops a peer that has stopped reading, however often something is said to it', async () => {
    const [peer, channel] = await rawPeerAndChannel({ writeStallTimeoutMs: 500, maxQueuedWriteBytes: 64_000_000 });
    const recorder = new ChannelRecorder(channel);
    for (let i = 0; i < 200; i++) channel.send(frame(2, new Uint8Array(100_000)));
    const talk = setInterval(() => channel.send(small(1)), 50);
    try {
      expect(await recorder.closing).toEqual({ code: 'write-stalled', writeStallTimeoutMs: 500 });
    } finally {
      clearInterval(talk);
      peer.socket.destroy();
    }
  });

  it('is gone within the linger time when a peer neither reads nor leaves', async () => {
    const [peer, channel] = await rawPeerAndChannel({ maxQueuedWriteBytes: 64_000_000 });
    for (let i = 0; i < 200; i++) channel.send(frame(2, new Uint8Array(100_000)));
    const start = performance.now();
    await channel.close();
    expect(performance.now() - start).toBeLessThan(4000);
    peer.socket.destroy();
  });
});
