import { channelPair } from '../../../../test/support/tcp/channel-pair.ts';
import { ChannelRecorder } from '../../../../test/support/tcp/channel-recorder.ts';
import { rawPeerAndChannel } from '../../../../test/support/tcp/raw-peer.ts';
import { destroySocketPairs } from '../../../../test/support/tcp/socket-pair.ts';
import { until } from '../../../../test/support/until.ts';
import { type Frame, FrameFlag } from './frame.ts';
import { generateNodeIdentity } from './node-identity.ts';
import { REKEY_INTERVAL_MESSAGES } from './noise-transport.ts';
import type { SecureChannel } from './secure-channel.ts';

const frame = (command: number, payload: Uint8Array, correlation = 0): Frame => ({
  command,
  flags: FrameFlag.oneWay,
  correlation,
  payload,
});
const small = (correlation: number) => frame(1, Uint8Array.of(correlation), correlation);

/** Sends so many bytes in frames of 100,000, at the pace at which they leave. */
async function sendMegabytes(channel: SecureChannel, megabytes: number): Promise<void> {
  for (let i = 0; i < megabytes * 10; i++) {
    channel.send(frame(2, new Uint8Array(100_000).fill(i), i));
    if (!(await channel.whenWritable())) throw new Error('closed');
  }
}

describe('a secure channel', () => {
  afterEach(destroySocketPairs);

  it('carries frames both ways between two proved identities', async () => {
    const [alice, bob] = [generateNodeIdentity(), generateNodeIdentity()];
    const [a, b] = await channelPair({ identity: alice, expectedPeerId: bob.peerId }, { identity: bob });
    expect(a.facts.remotePeerId).toBe(bob.peerId);
    expect(b.facts.remotePeerId).toBe(alice.peerId);
    expect(a.facts.handshakeHash).toEqual(b.facts.handshakeHash);
    expect(a.facts.remoteAddress).toEqual({ host: '127.0.0.1', port: expect.any(Number) });
    const [atA, atB] = [new ChannelRecorder(a), new ChannelRecorder(b)];
    expect(a.send(frame(3, Buffer.from('brie'), 7))).toBe(true);
    expect(b.send(frame(4, Buffer.alloc(200_000, 5)))).toBe(true);
    await until(() => atA.frames.length === 1 && atB.frames.length === 1);
    expect(atB.frames[0]).toEqual(frame(3, new Uint8Array(Buffer.from('brie')), 7));
    expect(atA.frames[0]).toEqual(frame(4, new Uint8Array(200_000).fill(5)));
    await a.close(frame(11, new Uint8Array(1)));
    expect(await atB.closing).toEqual({ code: 'closed-by-peer' });
    expect(await atA.closing).toEqual({ code: 'closed-here' });
    expect(atB.frames[1]?.command).toBe(11);
    expect(a.send(small(1))).toBe(false);
    expect(a.bytesOut).toBe(b.bytesIn);
    expect(b.bytesOut).toBe(a.bytesIn);
  });

  it('carries 10 MB both ways at once, through several rekeyings, without a queue that grows', async () => {
    const singles = 2 * REKEY_INTERVAL_MESSAGES;
    const [a, b] = await channelPair();
    const [atA, atB] = [new ChannelRecorder(a), new ChannelRecorder(b)];
    // One turn of the event loop each, so that each is a message of its own.
    for (let i = 0; i < singles; i++) {
      a.send(small(i));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all([sendMegabytes(a, 10), sendMegabytes(b, 10)]);
    await until(() => atA.frames.length === 100 && atB.frames.length === singles + 100);
    expect(atB.frames.slice(0, singles).map((each) => each.correlation)).toEqual(
      Array.from({ length: singles }, (_, i) => i),
    );
    for (const received of [atA.frames, atB.frames.slice(singles)]) {
      expect(received.map((each) => each.correlation)).toEqual(Array.from({ length: 100 }, (_, i) => i));
      expect(received.every((each) => each.payload.every((byte) => byte === each.correlation % 256))).toBe(true);
    }
    await Promise.all([a.close(), b.close()]);
  });

  it('sends many small frames of one turn in one message', async () => {
    const [a, b] = await channelPair();
    const atB = new ChannelRecorder(b);
    const before = a.bytesOut;
    for (let i = 0; i < 1000; i++) a.send(small(i));
    await until(() => atB.frames.length === 1000);
    expect(a.bytesOut - before).toBe(1000 * 11 + 2 + 16);
    await a.close();
  });

  it('understands a peer that sends every byte alone', async () => {
    const [peer, channel] = await rawPeerAndChannel();
    const recorder = new ChannelRecorder(channel);
    peer.socket.setNoDelay(true);
    for (const byte of Buffer.concat([peer.seal(small(1), small(2)), peer.seal(small(3))])) {
      await new Promise((resolve) => peer.socket.write(Buffer.of(byte), resolve));
    }
    await until(() => recorder.frames.length === 3);
    expect(recorder.frames).toEqual([small(1), small(2), small(3)]);
    peer.socket.destroy();
  });

  it('delivers what arrived together with the end of the handshake', async () => {
    const [peer, channel] = await rawPeerAndChannel();
    peer.socket.end(peer.seal(small(1)));
    await new Promise((resolve) => peer.socket.once('finish', resolve));
    const recorder = new ChannelRecorder(channel);
    expect(await recorder.closing).toEqual({ code: 'closed-by-peer' });
    expect(recorder.frames).toEqual([small(1)]);
  });

  it('keeps a peer that says something within every idle timeout', async () => {
    const [a, b] = await channelPair({}, { idleTimeoutMs: 400 });
    const atB = new ChannelRecorder(b);
    const end = performance.now() + 900;
    let said = 0;
    const timer = setInterval(() => a.send(small(++said)), 50);
    await until(() => performance.now() > end);
    clearInterval(timer);
    expect(b.isOpen).toBe(true);
    expect(atB.frames.length).toBeGreaterThan(5);
    await a.close();
  });

  it('slows the sender down while it is paused, and forgets nothing', async () => {
    const [a, b] = await channelPair({ maxQueuedWriteBytes: 64_000_000 }, { idleTimeoutMs: 2_000 });
    const atB = new ChannelRecorder(b);
    new ChannelRecorder(a);
    b.pause();
    for (let i = 0; i < 200; i++) a.send(frame(2, new Uint8Array(100_000), i));
    const end = performance.now() + 3_000;
    await until(() => performance.now() > end);
    expect(atB.frames).toEqual([]);
    expect(b.isOpen).toBe(true);
    expect(a.queuedBytes).toBeGreaterThan(1_000_000);
    b.resume();
    await until(() => atB.frames.length === 200);
    expect(atB.frames.map((each) => each.correlation)).toEqual(Array.from({ length: 200 }, (_, i) => i));
    await a.close();
  });

  it('is paused by a handler between two frames of one packet', async () => {
    const [a, b] = await channelPair();
    const frames: Frame[] = [];
    b.start({
      onFrame: (each) => {
        frames.push(each);
        b.pause();
        setImmediate(() => b.resume());
      },
      onClose: () => undefined,
    });
    for (let i = 0; i < 50; i++) a.send(small(i));
    await until(() => frames.length === 50);
    expect(frames).toEqual(Array.from({ length: 50 }, (_, i) => small(i)));
    await a.close();
  });

  it('ends alone when a handler throws', async () => {
    const [a, b] = await channelPair();
    const closing = new Promise((resolve) => {
      b.start({
        onFrame: () => {
          throw new Error('spilt milk');
        },
        onClose: resolve,
      });
    });
    a.send(small(1));
    expect(await closing).toMatchObject({ code: 'handler-failed', error: expect.stringContaining('spilt milk') });
    await a.close();
  });

  it('tells its end to a listener that starts too late', async () => {
    const [peer, channel] = await rawPeerAndChannel();
    peer.socket.resetAndDestroy();
    await until(() => !channel.isOpen);
    expect((await new ChannelRecorder(channel).closing).code).toBe('connection-lost');
    expect(() => channel.start({ onFrame: () => undefined, onClose: () => undefined })).toThrow('once');
  });
});
